package dev.medley.benchmarks.cloudsimplus;

import dev.medley.benchmarks.Averaging;
import dev.medley.benchmarks.Setting;
import dev.medley.benchmarks.Station;
import java.util.ArrayDeque;
import org.HdrHistogram.Histogram;
import org.cloudsimplus.core.CloudSimEntity;
import org.cloudsimplus.core.CloudSimPlus;
import org.cloudsimplus.core.events.SimEvent;
import org.cloudsimplus.distributions.ExponentialDistr;

/** An M/M/c queue as one entity of CloudSim Plus, with its distributions, in seconds. */
final class EntityStation implements Averaging {
  private static final double NANOS = 1e9;
  private static final long DAY_NANOS = 86_400_000_000_000L;
  private static final int ARRIVED = 0;
  private static final int DEPARTED = 1;

  private final CloudSimPlus simulation = Quiet.simulation();
  private final ExponentialDistr gaps;
  private final ExponentialDistr services = new ExponentialDistr(1, 2);
  private final ArrayDeque<Customer> waiting = new ArrayDeque<>();
  private final Histogram timesInSystem = new Histogram(8, DAY_NANOS, 3);
  private int idleServers;
  private int remaining;

  EntityStation(Setting setting) {
    this.gaps = new ExponentialDistr(Station.gapSeconds(setting.size()), 1);
    this.idleServers = setting.size();
    new Servers();
    simulation.startSync();
  }

  private record Customer(double sinceSeconds) {}

  private final class Servers extends CloudSimEntity {
    Servers() {
      super(EntityStation.this.simulation);
    }

    @Override
    protected void startInternal() {
      schedule(gaps.sample(), ARRIVED);
    }

    @Override
    public void processEvent(SimEvent event) {
      remaining--;
      if (event.getTag() == ARRIVED) {
        onArrived(getSimulation().clock());
      } else {
        onDeparted((Customer) event.getData(), getSimulation().clock());
      }
    }

    private void onArrived(double nowSeconds) {
      schedule(gaps.sample(), ARRIVED);
      Customer customer = new Customer(nowSeconds);
      if (idleServers > 0) {
        idleServers--;
        serve(customer);
      } else {
        waiting.addLast(customer);
      }
    }

    private void onDeparted(Customer customer, double nowSeconds) {
      timesInSystem.recordValue((long) (NANOS * (nowSeconds - customer.sinceSeconds)));
      if (waiting.isEmpty()) {
        idleServers++;
      } else {
        serve(waiting.removeFirst());
      }
    }

    private void serve(Customer customer) {
      schedule(services.sample(), DEPARTED, customer);
    }
  }

  @Override
  public void fire(int events) {
    remaining += events;
    while (remaining > 0) {
      simulation.runFor(Double.MAX_VALUE);
    }
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
