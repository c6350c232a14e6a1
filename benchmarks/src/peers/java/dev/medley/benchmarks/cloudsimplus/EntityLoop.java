package dev.medley.benchmarks.cloudsimplus;

import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Setting;
import org.cloudsimplus.core.CloudSimEntity;
import org.cloudsimplus.core.CloudSimPlus;
import org.cloudsimplus.core.events.SimEvent;

/** CloudSim Plus' run loop with one entity that sends itself events with eight tags. */
final class EntityLoop implements Contestant {
  private final Delays delays;
  private final int size;
  private final CloudSimPlus simulation = Quiet.simulation();
  private final long[] doneCounts = new long[8];
  private int remaining;
  private long digest;

  EntityLoop(Setting setting) {
    this.delays = setting.delays();
    this.size = setting.size();
    new Worker();
    simulation.startSync();
  }

  private record Subject(int number) {}

  private final class Worker extends CloudSimEntity {
    Worker() {
      super(EntityLoop.this.simulation);
    }

    @Override
    protected void startInternal() {
      long[] fillNanos = delays.fillNanos(size);
      for (int i = 0; i < size; i++) {
        schedule(fillNanos[i], i & 7, new Subject(i));
      }
    }

    @Override
    public void processEvent(SimEvent event) {
      switch (event.getTag()) {
        case 0 -> onDone(0, event);
        case 1 -> onDone(1, event);
        case 2 -> onDone(2, event);
        case 3 -> onDone(3, event);
        case 4 -> onDone(4, event);
        case 5 -> onDone(5, event);
        case 6 -> onDone(6, event);
        default -> onDone(7, event);
      }
    }

    private void onDone(int tag, SimEvent event) {
      Subject subject = (Subject) event.getData();
      doneCounts[tag]++;
      remaining--;
      digest = Contestant.fold(digest, (long) getSimulation().clock(), subject.number);
      schedule(delays.nextNanos(), tag, subject);
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
    return digest;
  }
}
