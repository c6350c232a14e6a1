/**
 * The simulation kernel: clock, calendar, event types and run loop, without a word of the domain.
 *
 * <p>May import {@code dev.medley.check} and nothing else of ours.
 *
 * <p>Author a model whose state lies in fields and tables and whose methods say what happened;
 * assemble it by registering those methods; run it:
 *
 * <pre>{@code
 * final class Lamp {
 *   private final Simulation simulation;
 *   private final EventType switchedOn;
 *   private final EventType burntOut;
 *   private final int[] replaced = new int[10];
 *
 *   Lamp(Simulation simulation) {
 *     this.simulation = simulation;
 *     this.switchedOn = simulation.register("switched-on", this::onSwitchedOn);
 *     this.burntOut = simulation.register("burnt-out", this::onBurntOut);
 *   }
 *
 *   void start(int lamp) {
 *     simulation.schedule(switchedOn, 0, lamp);
 *   }
 *
 *   private void onSwitchedOn(int lamp) {
 *     simulation.schedule(burntOut, LIFE_NANOS, lamp);
 *   }
 *
 *   private void onBurntOut(int lamp) {
 *     replaced[lamp]++;
 *     simulation.schedule(switchedOn, REPLACEMENT_NANOS, lamp);
 *   }
 * }
 *
 * Simulation simulation = new Simulation();
 * Lamp lamps = new Lamp(simulation);
 * lamps.start(3);
 * simulation.runUntil(Duration.ofDays(365).toNanos());
 * }</pre>
 */
@NullMarked
package dev.medley.kernel;

import org.jspecify.annotations.NullMarked;
