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
 * <p>An event that may have to be taken back, such as a time-out, is scheduled instead of posted:
 * {@link dev.medley.kernel.Simulation#schedule} returns a ticket, and {@link
 * dev.medley.kernel.Simulation#cancel} takes it. It also is the way to send a payload along.
 */
@NullMarked
package dev.medley.kernel;

import org.jspecify.annotations.NullMarked;
