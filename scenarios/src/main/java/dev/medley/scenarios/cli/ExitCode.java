package dev.medley.scenarios.cli;

/** What the process says at its end. */
final class ExitCode {
  static final int OK = 0;
  static final int INTERNAL_ERROR = 1;
  static final int USAGE = 2;
  static final int INVALID_INPUT = 3;
  static final int IO_FAILURE = 4;
  static final int PRECISION_NOT_REACHED = 5;
  static final int CHECK_FAILED = 99;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
