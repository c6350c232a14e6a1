package dev.medley.distribution;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.random.RandomStream;
import java.util.List;

/**
 * One of several laws, drawn by weight: F(x) = sum of w(i) F(i)(x) with the weights scaled to sum
 * 1.
 *
 * <p>Mean m = sum of w(i) m(i), variance = sum of w(i) (s(i)^2 + (m(i) - m)^2). Each draw takes one
 * number to choose the law and then samples it. Quantiles are found by bisection.
 *
 * @param components the laws and their weights
 */
@Doc("One of several laws, drawn by weight.")
public record Mixture(
    @Doc("The laws and their weights.") @Range(min = 1, max = 64) List<Component> components)
    implements DurationLaw {

  /** Checks the number of components. */
  public Mixture {
    components = List.copyOf(components);
    Checks.of(Mixture.class).with("components", components).orThrow();
  }

  /**
   * One law of a mixture.
   *
   * @param weight how often it is drawn, relative to the sum of all weights
   * @param law the law
   */
  @Doc("One law of a mixture.")
  public record Component(
      @Doc("How often this law is drawn, relative to the sum of all weights.")
          @Range(min = 0, max = 1e9, exclusiveMin = true)
          double weight,
      @Doc("The law.") DurationLaw law) {

    /** Checks the range of the weight. */
    public Component {
      Checks.of(Component.class).with("weight", weight).orThrow();
    }
  }

  @Override
  public Sampler sampler() {
    double total = totalWeight();
    Sampler[] samplers = new Sampler[components.size()];
    double[] upTo = new double[components.size()];
    double sum = 0;
    for (int i = 0; i < samplers.length; i++) {
      sum += components.get(i).weight;
      upTo[i] = sum / total;
      samplers[i] = components.get(i).law.sampler();
    }
    return new Choice(upTo, samplers);
  }

  @Override
  public double meanNanos() {
    double sum = 0;
    for (Component c : components) {
      sum += c.weight * c.law.meanNanos();
    }
    return sum / totalWeight();
  }

  @Override
  public double standardDeviationNanos() {
    double mean = meanNanos();
    double sum = 0;
    for (Component c : components) {
      double sd = c.law.standardDeviationNanos();
      double distance = c.law.meanNanos() - mean;
      sum += c.weight * (sd * sd + distance * distance);
    }
    return Math.sqrt(sum / totalWeight());
  }

  @Override
  public double cdf(double nanos) {
    double sum = 0;
    for (Component c : components) {
      sum += c.weight * c.law.cdf(nanos);
    }
    return Math.min(1, sum / totalWeight());
  }

  @Override
  public double quantileNanos(double p) {
    Laws.checkProbability(p);
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (Component c : components) {
      double quantile = c.law.quantileNanos(p);
      low = Math.min(low, quantile);
      high = Math.max(high, quantile);
    }
    // The quantile of the whole lies between the least and the greatest of the parts.
    if (p == 0) {
      return low;
    }
    return p == 1 ? high : Laws.inverse(this::cdf, p, low, high);
  }

  private double totalWeight() {
    double sum = 0;
    for (Component c : components) {
      sum += c.weight;
    }
    return sum;
  }

  private static final class Choice extends Sampler {
    private final double[] upTo;
    private final Sampler[] samplers;

    Choice(double[] upTo, Sampler[] samplers) {
      this.upTo = upTo;
      this.samplers = samplers;
    }

    @Override
    public long nextNanos(RandomStream stream) {
      double u = stream.nextDouble();
      int chosen = 0;
      // The last entry is 1 and u is below it.
      while (u >= upTo[chosen]) {
        chosen++;
      }
      return samplers[chosen].nextNanos(stream);
    }
  }
}
