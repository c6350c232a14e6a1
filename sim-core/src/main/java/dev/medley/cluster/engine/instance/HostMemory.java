package dev.medley.cluster.engine.instance;

/**
 * Memory of all hosts over time: what is reserved and what is used, which grows linearly between
 * changes.
 *
 * <p>O(1) per change. A host's use is bytes as a double, kept as a sum: good to about 1 part in
 * 10^16 per change, and exact again whenever nothing on the host leaks.
 */
final class HostMemory {
  private final long[] capacityBytes;
  private final long warmupNanos;
  private final long[] reservedBytes;
  private final long[] steadyBytes;
  private final double[] leakedBytes;
  private final double[] bytesPerNano;
  private final int[] leaking;
  private final long[] sinceNanos;
  private final double[] usedIntegral;
  private final double[] reservedIntegral;
  private final double[] warmUsedIntegral;
  private final double[] warmReservedIntegral;
  private final double[] mostUsed;

  /**
   * Nothing is used.
   *
   * @param capacityBytes of each host
   * @param warmupNanos before which integrals and maxima do not count
   */
  HostMemory(long[] capacityBytes, long warmupNanos) {
    int n = capacityBytes.length;
    this.capacityBytes = capacityBytes.clone();
    this.warmupNanos = warmupNanos;
    reservedBytes = new long[n];
    steadyBytes = new long[n];
    leakedBytes = new double[n];
    bytesPerNano = new double[n];
    leaking = new int[n];
    sinceNanos = new long[n];
    usedIntegral = new double[n];
    reservedIntegral = new double[n];
    warmUsedIntegral = new double[n];
    warmReservedIntegral = new double[n];
    mostUsed = new double[n];
  }

  /** What a host reserves and what it uses whether or not anything leaks changed by so much. */
  void add(int host, long reserved, long steady, long nowNanos) {
    advance(host, nowNanos);
    reservedBytes[host] += reserved;
    steadyBytes[host] += steady;
    note(host, nowNanos);
  }

  /** An instance begins to leak. */
  void beginLeak(int host, double perNano, long nowNanos) {
    advance(host, nowNanos);
    bytesPerNano[host] += perNano;
    leaking[host]++;
  }

  /** A leaking instance is gone, with what it had leaked. */
  void endLeak(int host, double perNano, double leaked, long nowNanos) {
    advance(host, nowNanos);
    leaking[host]--;
    boolean none = leaking[host] == 0;
    bytesPerNano[host] = none ? 0 : bytesPerNano[host] - perNano;
    leakedBytes[host] = none ? 0 : leakedBytes[host] - leaked;
  }

  /** Memory in use on a host, bytes. */
  double usedBytes(int host, long nowNanos) {
    return steadyBytes[host]
        + leakedBytes[host]
        + bytesPerNano[host] * (nowNanos - sinceNanos[host]);
  }

  /** How fast the use of a host grows. */
  double bytesPerNano(int host) {
    return bytesPerNano[host];
  }

  /** Memory that a host has, bytes. */
  long capacityBytes(int host) {
    return capacityBytes[host];
  }

  /** Memory reserved on a host, bytes. */
  long reservedBytes(int host) {
    return reservedBytes[host];
  }

  /** Time integral of the use since the beginning, byte-nanoseconds. */
  double wholeUsedIntegral(int host, long nowNanos) {
    advance(host, nowNanos);
    return usedIntegral[host];
  }

  /** Time integral of the use since warm-up, byte-nanoseconds. */
  double usedIntegral(int host, long nowNanos) {
    advance(host, nowNanos);
    return usedIntegral[host] - warmUsedIntegral[host];
  }

  /** Time integral of the reservations since warm-up, byte-nanoseconds. */
  double reservedIntegral(int host, long nowNanos) {
    advance(host, nowNanos);
    return reservedIntegral[host] - warmReservedIntegral[host];
  }

  /** Most that was in use at once since warm-up, bytes. */
  double mostUsedBytes(int host, long nowNanos) {
    advance(host, nowNanos);
    return mostUsed[host];
  }

  private void advance(int host, long nowNanos) {
    if (sinceNanos[host] < warmupNanos && nowNanos >= warmupNanos) {
      accumulate(host, warmupNanos);
      warmUsedIntegral[host] = usedIntegral[host];
      warmReservedIntegral[host] = reservedIntegral[host];
    }
    accumulate(host, nowNanos);
    note(host, nowNanos);
  }

  private void accumulate(int host, long untilNanos) {
    double span = untilNanos - sinceNanos[host];
    double growth = bytesPerNano[host] * span;
    usedIntegral[host] += (steadyBytes[host] + leakedBytes[host] + growth / 2) * span;
    reservedIntegral[host] += reservedBytes[host] * span;
    leakedBytes[host] += growth;
    sinceNanos[host] = untilNanos;
  }

  private void note(int host, long nowNanos) {
    if (nowNanos >= warmupNanos) {
      mostUsed[host] = Math.max(mostUsed[host], steadyBytes[host] + leakedBytes[host]);
    }
  }
}
