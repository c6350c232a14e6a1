package dev.medley.benchmarks.runner;

/** A fork that gave no score; the message says why. */
final class ForkFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForkFailure(String message) {
    super(message);
  }

  ForkFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
