package dev.medley.distribution;

import dev.medley.random.RandomStream;

/**
 * The samples of a law from a stream of its own, drawn ahead in blocks.
 *
 * <p>The samples are those of {@link Sampler#nextNanos} one by one. In a block the law is known and
 * successive draws overlap in the processor, which about halves their cost; a draw between two
 * events has neither advantage. <b>Nobody else may draw from the stream:</b> it stands up to a
 * block further than the samples handed out.
 *
 * <p>Memory: 32 samples of 8 bytes from the first draw on, none before it; for a constant, one.
 */
public final class Draws {
  private static final int BLOCK = 32;
  private static final long[] NOTHING_YET = {};

  private final Sampler sampler;
  private final RandomStream stream;
  private final double factor;
  private long[] block;
  private int next;

  /** 1, or 0 where the one sample in the block is handed out again and again. */
  private final int stride;

  /** The samples of a law from a stream that nobody else uses. */
  public Draws(DurationLaw law, RandomStream stream) {
    this(law, stream, 1);
  }

  /**
   * The same, each sample multiplied and rounded to whole nanoseconds, half up.
   *
   * @param factor finite, at least 0; 1 leaves every sample as it is
   */
  public Draws(DurationLaw law, RandomStream stream, double factor) {
    this.sampler = law.sampler();
    this.stream = stream;
    this.factor = factor;
    this.block = NOTHING_YET;
    this.stride = law instanceof Constant ? 0 : 1;
  }

  /** The next sample in nanoseconds. */
  public long nextNanos() {
    int at = next;
    if (at == block.length) {
      refill();
      at = 0;
    }
    next = at + stride;
    return block[at];
  }

  private void refill() {
    if (block == NOTHING_YET) {
      block = new long[stride == 0 ? 1 : BLOCK];
    }
    sampler.fill(block, stream);
    if (factor != 1) {
      for (int i = 0; i < block.length; i++) {
        block[i] = Math.round(block[i] * factor);
      }
    }
  }
}
