package dev.medley.distribution.fit;

/**
 * What a normal law of y = ln((x - shift) / 1 s) needs to know of the samples.
 *
 * @param count how many there are
 * @param mean the mean of y
 * @param squares the sum of (y - mean)^2
 */
record LogMoments(int count, double mean, double squares) {

  /** Of samples that all lie above a shift in nanoseconds. */
  static LogMoments of(Samples samples, double shiftNanos) {
    int n = samples.count();
    double[] logs = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      logs[i] = StrictMath.log(samples.nanos(i) - shiftNanos);
      sum += logs[i];
    }
    double mean = sum / n;
    double squares = 0;
    for (double log : logs) {
      squares += (log - mean) * (log - mean);
    }
    return new LogMoments(n, mean - ClosedForms.LOG_NANOS_PER_SECOND, squares);
  }

  double standardDeviation() {
    return Math.sqrt(squares / count);
  }

  /** mu and sigma with as many digits as they have. */
  double rounded(double value) {
    return Digits.rounded(value, standardDeviation() / Math.sqrt(count));
  }

  /** Of the (shifted) log-normal law with these parameters, densities per second. */
  double logLikelihood(double mu, double sigma) {
    double off = mean - mu;
    return -count * (StrictMath.log(sigma) + ClosedForms.HALF_LOG_TWO_PI + mean)
        - (squares + count * off * off) / (2 * sigma * sigma);
  }
}
