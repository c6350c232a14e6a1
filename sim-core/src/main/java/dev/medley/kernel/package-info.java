/**
 * The simulation kernel: clock, calendar, event types and run loop, without a word of the domain.
 *
 * <p>May import {@code dev.medley.check} and nothing else of ours.
 *
 * <p>Author a model whose state lies in fields and tables and whose methods say what happened;
 * assemble it by registering those methods; run it:
 *
 * <pre>{@code
 * final class Lamps {
 *   private static final long LIFE_NANOS = Duration.ofHours(1000).toNanos();
 *   private static final long REPLACEMENT_NANOS = Duration.ofHours(2).toNanos();
 *
 *   private final Simulation simulation;
 *   private final EventType switchedOn;
 *   private final EventType burntOut;
 *   private final int[] replacedCounts;
 *
 *   Lamps(Simulation simulation, int count) {
 *     this.simulation = simulation;
 *     this.switchedOn = simulation.register("lamp-switched-on", this::onSwitchedOn);
 *     this.burntOut = simulation.register("lamp-burnt-out", this::onBurntOut);
 *     this.replacedCounts = new int[count];
 *   }
 *
 *   void start() {
 *     for (int lamp = 0; lamp < replacedCounts.length; lamp++) {
 *       simulation.post(switchedOn, 0, lamp);
 *     }
 *   }
 *
 *   private void onSwitchedOn(int lamp) {
 *     simulation.post(burntOut, LIFE_NANOS, lamp);
 *   }
 *
 *   private void onBurntOut(int lamp) {
 *     replacedCounts[lamp]++;
 *     simulation.post(switchedOn, REPLACEMENT_NANOS, lamp);
 *   }
 * }
 *
 * Simulation simulation = new Simulation();
 * Lamps lamps = new Lamps(simulation, 3);
 * lamps.start();
 * simulation.runUntil(Duration.ofDays(365).toNanos());
 * }</pre>
 *
 * <p>An event that may have to be taken back is scheduled instead of posted, and its ticket kept:
 *
 * <pre>{@code
 * private final long[] deadlines = new long[CUSTOMERS]; // NO_TICKET is 0: nobody waits yet
 *
 * private void onArrived(int customer) {
 *   deadlines[customer] = simulation.schedule(gaveUp, PATIENCE_NANOS, customer);
 * }
 *
 * private void onServed(int customer) {
 *   simulation.cancel(deadlines[customer]);
 * }
 * }</pre>
 *
 * <p>Scheduling also is the way to send a payload along. To run until nothing is pending, let the
 * handler that ends the model call {@link dev.medley.kernel.Simulation#stop}: the clock then stays
 * at its event instead of moving on to the end given.
 */
@NullMarked
package dev.medley.kernel;

import org.jspecify.annotations.NullMarked;
