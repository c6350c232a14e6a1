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
import java.util.stream.IntStream;

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

  /** For every server that is busy the arrival time of the customer it serves. */
  private final long[] servedSinceNanos;

  /** The idle servers, as a stack. */
  private final int[] idleServers;

  private int idleCount;
  private int remaining;

  SimulationStation(Setting setting, Calendar calendar) {
    StreamTree streams = new StreamTree(1, 0);
    this.servedSinceNanos = new long[setting.size()];
    this.idleServers = IntStream.range(0, setting.size()).toArray();
    this.idleCount = setting.size();
    Duration gap = Duration.ofNanos((long) (NANOS * Station.gapSeconds(setting.size())));
    this.gaps = new Draws(new Exponential(gap), streams.stream("gaps"));
    this.services = new Draws(new Exponential(Duration.ofSeconds(1)), streams.stream("services"));
    this.simulation = new Simulation(calendar);
    this.arrived = simulation.register("customer-arrived", Simulation.DEFAULT_RANK);
    this.departed = simulation.register("customer-departed", Simulation.DEFAULT_RANK);
    simulation.dispatchTo(this::dispatch);
    simulation.post(arrived, gaps.nextNanos(), 0);
  }

  private void dispatch(int type, int subject, long payload) {
    if (--remaining == 0) {
      simulation.stop();
    }
    if (type == 0) {
      onArrived();
    } else {
      onDeparted(subject);
    }
  }

  private void onArrived() {
    simulation.post(arrived, gaps.nextNanos(), 0);
    if (idleCount > 0) {
      serve(idleServers[--idleCount], simulation.nowNanos());
    } else {
      waitingSinceNanos[tail++ & waitingSinceNanos.length - 1] = simulation.nowNanos();
    }
  }

  private void onDeparted(int server) {
    timesInSystem.recordNanos(simulation.nowNanos() - servedSinceNanos[server]);
    if (head == tail) {
      idleServers[idleCount++] = server;
    } else {
      serve(server, waitingSinceNanos[head++ & waitingSinceNanos.length - 1]);
    }
  }

  private void serve(int server, long sinceNanos) {
    servedSinceNanos[server] = sinceNanos;
    simulation.post(departed, services.nextNanos(), server);
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
