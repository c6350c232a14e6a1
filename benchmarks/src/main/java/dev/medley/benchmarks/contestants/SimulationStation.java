package dev.medley.benchmarks.contestants;

import dev.medley.benchmarks.Averaging;
import dev.medley.benchmarks.Setting;
import dev.medley.benchmarks.Station;
import dev.medley.distribution.Draws;
import dev.medley.distribution.Exponential;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import dev.medley.stat.LatencyHistogram;
import java.time.Duration;

/** An M/M/c queue on our simulation, streams, laws and histogram. */
final class SimulationStation implements Averaging {
  private static final double NANOS = 1e9;

  private final Simulation simulation;
  private final EventType arrived;
  private final EventType departed;
  private final Draws gaps;
  private final Draws services;
  private final LatencyHistogram timesInSystem = new LatencyHistogram();

  /** Arrival times of those who wait, as a ring; at 80 % load there are never as many. */
  private final long[] waitingSinceNanos = new long[1 << 16];

  private int head;
  private int tail;
  private int idleServers;
  private int remaining;

  SimulationStation(Setting setting, Calendar calendar) {
    StreamTree streams = new StreamTree(1, 0);
    this.idleServers = setting.size();
    Duration gap = Duration.ofNanos((long) (NANOS * Station.gapSeconds(setting.size())));
    this.gaps = new Draws(new Exponential(gap), streams.stream("gaps"));
    this.services = new Draws(new Exponential(Duration.ofSeconds(1)), streams.stream("services"));
    this.simulation = new Simulation(calendar);
    this.arrived = simulation.register("customer-arrived", Simulation.DEFAULT_RANK);
    this.departed = simulation.register("customer-departed", Simulation.DEFAULT_RANK);
    simulation.dispatchTo(this::dispatch);
    simulation.schedule(arrived, gaps.nextNanos(), 0);
  }

  private void dispatch(int type, int subject, long sinceNanos) {
    if (--remaining == 0) {
      simulation.stop();
    }
    if (type == 0) {
      onArrived();
    } else {
      onDeparted(sinceNanos);
    }
  }

  private void onArrived() {
    simulation.schedule(arrived, gaps.nextNanos(), 0);
    if (idleServers > 0) {
      idleServers--;
      serve(simulation.nowNanos());
    } else {
      waitingSinceNanos[tail++ & waitingSinceNanos.length - 1] = simulation.nowNanos();
    }
  }

  private void onDeparted(long sinceNanos) {
    timesInSystem.recordNanos(simulation.nowNanos() - sinceNanos);
    if (head == tail) {
      idleServers++;
    } else {
      serve(waitingSinceNanos[head++ & waitingSinceNanos.length - 1]);
    }
  }

  private void serve(long sinceNanos) {
    simulation.schedule(departed, services.nextNanos(), 0, sinceNanos);
  }

  @Override
  public void fire(int events) {
    remaining = events;
    simulation.runUntil(Long.MAX_VALUE);
  }

  @Override
  public long digest() {
    return timesInSystem.count();
  }

  @Override
  public double mean() {
    return timesInSystem.meanNanos() / NANOS;
  }
}
