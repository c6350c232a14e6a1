package dev.medley.cluster.engine.instance;

import dev.medley.check.SimulationFault;
import dev.medley.kernel.Calendar;
import java.util.Arrays;

/**
 * What is known of instances on their way: to ready, or out of service.
 *
 * <p>An instance has a row here only while it is on its way, so that a million instances that serve
 * cost four bytes each. Rows are reused; no allocation once arrays have grown.
 */
final class Transitions {
  /** No stage of the start path has begun. */
  static final int NO_STAGE = -1;

  /** The whole start path is gone without a pause. */
  static final int NO_PAUSE = Integer.MAX_VALUE;

  private static final int NO_ROW = -1;

  private final int stride;
  private int[] rowOf = new int[0];
  private long[] drawnNanos = new long[0];
  private long[] stageBeganNanos = new long[0];
  private long[] ticket = new long[0];
  private int[] stage = new int[0];
  private boolean[] imagePresent = new boolean[0];
  private boolean[] moving = new boolean[0];
  private boolean[] restored = new boolean[0];
  private int[] pauseAfter = new int[0];
  private boolean[] alone = new boolean[0];
  private int[] free = new int[0];
  private int freeCount;
  private int used;

  /**
   * Nothing is on its way.
   *
   * @param mostStages durations drawn for any start path
   */
  Transitions(int mostStages) {
    this.stride = mostStages;
  }

  /** An instance sets out. */
  void begin(int instance) {
    if (instance >= rowOf.length) {
      int old = rowOf.length;
      rowOf = Arrays.copyOf(rowOf, Math.max(instance + 1, Math.max(64, old * 2)));
      Arrays.fill(rowOf, old, rowOf.length, NO_ROW);
    }
    if (rowOf[instance] != NO_ROW) {
      throw new SimulationFault("instance " + instance + " is already on its way");
    }
    int row = freeCount > 0 ? free[--freeCount] : used++;
    if (row == stage.length) {
      grow(Math.max(16, row * 2));
    }
    rowOf[instance] = row;
    stage[row] = NO_STAGE;
    stageBeganNanos[row] = 0;
    ticket[row] = Calendar.NO_TICKET;
    imagePresent[row] = false;
    moving[row] = false;
    restored[row] = false;
    pauseAfter[row] = NO_PAUSE;
    alone[row] = false;
  }

  /** An instance has arrived; harmless when it was not on its way. */
  void end(int instance) {
    int row = instance < rowOf.length ? rowOf[instance] : NO_ROW;
    if (row != NO_ROW) {
      free[freeCount++] = row;
      rowOf[instance] = NO_ROW;
    }
  }

  /** Whether an instance is on its way. */
  boolean contains(int instance) {
    return instance < rowOf.length && rowOf[instance] != NO_ROW;
  }

  /** Instances on their way. */
  int size() {
    return used - freeCount;
  }

  /** The duration drawn for a stage. */
  long drawnNanos(int instance, int ofStage) {
    return drawnNanos[row(instance) * stride + ofStage];
  }

  /** Notes the durations drawn for the stages. */
  void drawn(int instance, StartPath path) {
    path.draw(drawnNanos, row(instance) * stride);
  }

  /** Notes the durations drawn for the stages of a start in place. */
  void drawnAgain(int instance, StartPath path) {
    path.drawAgain(drawnNanos, row(instance) * stride);
  }

  /** The stage under way, or {@link #NO_STAGE}. */
  int stage(int instance) {
    return stage[row(instance)];
  }

  /** Notes the last stage that is done. */
  void stage(int instance, int lastStage) {
    stage[row(instance)] = lastStage;
  }

  /** Notes that a stage begins, and the event that ends it. */
  void stageBegins(int instance, int atStage, long nowNanos, long endTicket) {
    int row = row(instance);
    stage[row] = atStage;
    stageBeganNanos[row] = nowNanos;
    ticket[row] = endTicket;
  }

  /** When the stage under way began. */
  long stageBeganNanos(int instance) {
    return stageBeganNanos[row(instance)];
  }

  /** The event that ends the stage or the grace period. */
  long ticket(int instance) {
    return ticket[row(instance)];
  }

  /** Notes the event that ends the grace period. */
  void ticket(int instance, long endTicket) {
    ticket[row(instance)] = endTicket;
  }

  /** Whether the image was present on the host when the instance was placed. */
  boolean imagePresent(int instance) {
    return imagePresent[row(instance)];
  }

  /** Notes whether the image was present on the host when the instance was placed. */
  void imagePresent(int instance, boolean present) {
    imagePresent[row(instance)] = present;
  }

  /** Whether the instance is restored from a snapshot. */
  boolean restored(int instance) {
    return restored[row(instance)];
  }

  /** Notes whether the instance is restored from a snapshot. */
  void restored(int instance, boolean isRestored) {
    restored[row(instance)] = isRestored;
  }

  /** The stage after which the instance waits in a warm pool, or {@link #NO_PAUSE}. */
  int pauseAfter(int instance) {
    return pauseAfter[row(instance)];
  }

  /** Notes the stage after which the instance waits in a warm pool. */
  void pauseAfter(int instance, int afterStage) {
    pauseAfter[row(instance)] = afterStage;
  }

  /** Whether the instance goes along its start path, rather than wait in a warm pool. */
  boolean isMoving(int instance) {
    return moving[row(instance)];
  }

  /** Notes whether the instance goes along its start path. */
  void moving(int instance, boolean goes) {
    moving[row(instance)] = goes;
  }

  /** Whether no other start was under way on the host when the instance was placed. */
  boolean alone(int instance) {
    return alone[row(instance)];
  }

  /** Notes whether no other start was under way on the host when the instance was placed. */
  void alone(int instance, boolean isAlone) {
    alone[row(instance)] = isAlone;
  }

  private int row(int instance) {
    int row = rowOf[instance];
    if (row == NO_ROW) {
      throw new SimulationFault("instance " + instance + " is not on its way");
    }
    return row;
  }

  private void grow(int size) {
    drawnNanos = Arrays.copyOf(drawnNanos, size * stride);
    stageBeganNanos = Arrays.copyOf(stageBeganNanos, size);
    ticket = Arrays.copyOf(ticket, size);
    stage = Arrays.copyOf(stage, size);
    imagePresent = Arrays.copyOf(imagePresent, size);
    moving = Arrays.copyOf(moving, size);
    restored = Arrays.copyOf(restored, size);
    pauseAfter = Arrays.copyOf(pauseAfter, size);
    alone = Arrays.copyOf(alone, size);
    free = Arrays.copyOf(free, size);
  }
}
