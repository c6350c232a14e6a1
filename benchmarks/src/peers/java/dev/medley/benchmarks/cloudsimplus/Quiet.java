package dev.medley.benchmarks.cloudsimplus;

import ch.qos.logback.classic.Level;
import org.cloudsimplus.core.CloudSimPlus;
import org.cloudsimplus.util.Log;

/** Simulations that say nothing. */
final class Quiet {
  private Quiet() {}

  static CloudSimPlus simulation() {
    Log.setLevel(Level.WARN);
    return new CloudSimPlus();
  }
}
