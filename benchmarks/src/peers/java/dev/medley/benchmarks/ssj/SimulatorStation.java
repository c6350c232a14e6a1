package dev.medley.benchmarks.ssj;

import dev.medley.benchmarks.Averaging;
import dev.medley.benchmarks.Setting;
import dev.medley.benchmarks.Station;
import java.util.ArrayDeque;
import org.HdrHistogram.Histogram;
import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.randvar.RandomVariateGen;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.EventList;

/**
 * An M/M/c queue in the manner of the example {@code QueueEv} of SSJ's guide, in seconds; the
 * events are used again, one departure a server.
 */
final class SimulatorStation implements Averaging {
  private static final double NANOS = 1e9;
  private static final long DAY_NANOS = 86_400_000_000_000L;

  private final Simulator simulator;
  private final RandomVariateGen gaps;
  private final RandomVariateGen services;
  private final ArrayDeque<Customer> waiting = new ArrayDeque<>();
  private final ArrayDeque<Departure> idleServers = new ArrayDeque<>();
  private final Histogram timesInSystem = new Histogram(8, DAY_NANOS, 3);
  private int remaining;

  SimulatorStation(Setting setting, EventList list) {
    this.gaps = new ExponentialGen(new MRG32k3a(), 1 / Station.gapSeconds(setting.size()));
    this.services = new ExponentialGen(new MRG32k3a(), 1);
    this.simulator = new Simulator(list);
    for (int i = 0; i < setting.size(); i++) {
      idleServers.push(new Departure());
    }
    new Arrival().schedule(gaps.nextDouble());
  }

  private record Customer(double sinceSeconds) {}

  private final class Arrival extends Event {
    Arrival() {
      super(SimulatorStation.this.simulator);
    }

    @Override
    public void actions() {
      count();
      schedule(gaps.nextDouble());
      Customer customer = new Customer(sim.time());
      if (idleServers.isEmpty()) {
        waiting.addLast(customer);
      } else {
        idleServers.pop().serve(customer);
      }
    }
  }

  private final class Departure extends Event {
    private Customer customer = new Customer(0);

    Departure() {
      super(SimulatorStation.this.simulator);
    }

    void serve(Customer next) {
      customer = next;
      schedule(services.nextDouble());
    }

    @Override
    public void actions() {
      count();
      timesInSystem.recordValue((long) (NANOS * (sim.time() - customer.sinceSeconds)));
      if (waiting.isEmpty()) {
        idleServers.push(this);
      } else {
        serve(waiting.removeFirst());
      }
    }
  }

  private void count() {
    if (--remaining == 0) {
      simulator.stop();
    }
  }

  @Override
  public void fire(int events) {
    remaining = events;
    simulator.start();
  }

  @Override
  public long digest() {
    return timesInSystem.getTotalCount();
  }

  @Override
  public double mean() {
    return timesInSystem.getMean() / NANOS;
  }
}
