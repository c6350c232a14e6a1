package dev.medley.benchmarks;

/**
 * The size of a task.
 *
 * @param size pending events, subjects or servers, at least 1
 * @param law a {@link Delays.Law} for tasks with delays, a {@link Variate} for draws
 */
public record Setting(int size, String law) {
  /** The delays of a task, from the start of their table. */
  public Delays delays() {
    return new Delays(Delays.Law.valueOf(law));
  }
}
