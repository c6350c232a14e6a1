package dev.medley.cluster.scaling.smith;

/**
 * The linear part of a Smith predictor with a PI controller in velocity form.
 *
 * <p>With measurement y, undelayed model m, delayed model md and the command u that is in force:
 *
 * <pre>
 *   e(k) = y(k) - md(k)                                  mismatch: model error and load
 *   f(k) = a f(k-1) + (1 - a) e(k)                       low-pass of unit gain
 *   v(k) = m(k) + f(k)                                   the plant's output once all starts are over
 *   ε(k) = y* - v(k)
 *   u(k) = u(k-1) + (Kp (ε(k) - ε(k-1)) + Ki ε(k)) / b   b = gain of the plant
 * </pre>
 *
 * <p>The caller keeps u: what it feeds back as u(k-1) and through m and md is the command that was
 * really given, clamped and quantised, so nothing can wind up. With an exact model of a plant that
 * is a gain and a dead time, the loop is z² - (1 - Kp - Ki) z - Kp = 0 whatever the dead time:
 * stable for Ki below 2 (1 - Kp), dead-beat for Kp = 0 and Ki = 1. Source: O. J. M. Smith, 1957.
 */
final class SmithCore {
  private final double target;
  private final double gain;
  private final double kp;
  private final double ki;
  private final double filter;
  private double mismatch;
  private double error;
  private boolean started;

  /**
   * Creates a controller at rest.
   *
   * @param target y*
   * @param gain b, not 0
   * @param kp proportional gain
   * @param ki integral gain per step
   * @param filter a in [0, 1)
   */
  SmithCore(double target, double gain, double kp, double ki, double filter) {
    this.target = target;
    this.gain = gain;
    this.kp = kp;
    this.ki = ki;
    this.filter = filter;
  }

  /**
   * One step.
   *
   * @param command u(k-1), the command in force
   * @param measured y(k)
   * @param undelayed m(k)
   * @param delayed md(k)
   * @return u(k), neither clamped nor quantised
   */
  double next(double command, double measured, double undelayed, double delayed) {
    double newMismatch = measured - delayed;
    mismatch = started ? filter * mismatch + (1 - filter) * newMismatch : newMismatch;
    double newError = target - (undelayed + mismatch);
    double difference = started ? newError - error : 0;
    error = newError;
    started = true;
    return command + (kp * difference + ki * error) / gain;
  }

  /** f(k) of the last step. */
  double mismatch() {
    return mismatch;
  }
}
