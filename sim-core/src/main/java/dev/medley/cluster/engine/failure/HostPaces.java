package dev.medley.cluster.engine.failure;

import dev.medley.cluster.engine.request.ProcessorSharing;

/**
 * How fast the cores of each host compute: the product of the paces of all slow times it is in.
 *
 * <p>The product is formed anew at each change, so that a host whose slow times are over is back at
 * exactly 1.
 */
final class HostPaces {
  private final ProcessorSharing cpu;
  private final double[] paceOfEntry;
  private final boolean[][] slow;

  /**
   * All hosts are at their usual pace.
   *
   * @param paceOfEntry pace during a slow time of each entry
   */
  HostPaces(ProcessorSharing cpu, double[] paceOfEntry, int hosts) {
    this.cpu = cpu;
    this.paceOfEntry = paceOfEntry;
    this.slow = new boolean[paceOfEntry.length][hosts];
  }

  /** A slow time of a host begins or ends. */
  void set(int entry, int host, boolean isSlow) {
    slow[entry][host] = isSlow;
    double pace = 1;
    for (int e = 0; e < paceOfEntry.length; e++) {
      if (slow[e][host]) {
        pace *= paceOfEntry[e];
      }
    }
    cpu.pace(host, pace);
  }
}
