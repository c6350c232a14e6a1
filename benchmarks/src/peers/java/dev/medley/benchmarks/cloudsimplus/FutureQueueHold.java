package dev.medley.benchmarks.cloudsimplus;

import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Setting;
import org.cloudsimplus.core.CloudSimEntity;
import org.cloudsimplus.core.events.CloudSimEvent;
import org.cloudsimplus.core.events.FutureQueue;
import org.cloudsimplus.core.events.SimEvent;

/** CloudSim Plus' queue on its own; the clock of the simulation behind it stays at 0. */
final class FutureQueueHold implements Contestant {
  private final Delays delays;
  private final FutureQueue queue = new FutureQueue();
  private final CloudSimEntity entity = new Bystander();
  private long digest;

  FutureQueueHold(Setting setting) {
    this.delays = setting.delays();
    long[] fillNanos = delays.fillNanos(setting.size());
    for (int i = 0; i < setting.size(); i++) {
      add(fillNanos[i], new Subject(i));
    }
  }

  private record Subject(int number) {}

  private static final class Bystander extends CloudSimEntity {
    Bystander() {
      super(Quiet.simulation());
    }

    @Override
    protected void startInternal() {}

    @Override
    public void processEvent(SimEvent event) {}
  }

  private void add(double atNanos, Subject subject) {
    queue.addEvent(new CloudSimEvent(SimEvent.Type.SEND, atNanos, entity, entity, 0, subject));
  }

  @Override
  public void fire(int events) {
    for (int i = 0; i < events; i++) {
      SimEvent event = queue.first();
      queue.remove(event);
      long atNanos = (long) event.getTime();
      Subject subject = (Subject) event.getData();
      digest = Contestant.fold(digest, atNanos, subject.number);
      add(atNanos + delays.nextNanos(), subject);
    }
  }

  @Override
  public long digest() {
    return digest;
  }
}
