package dev.medley.random;

/**
 * The tables of the ziggurat method: the area under a falling density cut into 256 layers of equal
 * area.
 *
 * <p>Layer i covers [0, x(i)) horizontally and [f(x(i)), f(x(i+1))) vertically, with x(1) = r the
 * start of the tail, x(256) = 0, and x(0) = v / f(r) a made-up width that gives the lowest layer,
 * tail included, the common area v. A point of layer i that lies left of x(i+1) is under the
 * density for certain: about 99 % of all draws end there.
 *
 * <p>Tables are computed by {@link StrictMath} when the class is loaded, so that they have the same
 * bits on every virtual machine.
 *
 * <p>Source: G. Marsaglia, W. W. Tsang, "The ziggurat method for generating random variables",
 * Journal of Statistical Software 5(8), 2000; layer index and position taken from separate bits as
 * J. A. Doornik, "An improved ziggurat method to generate normal random samples", 2005, asks for.
 */
final class Ziggurat {
  static final int LAYERS = 256;

  /** Where the tail of e^(-x) starts; (r + 1) e^(-r) is the area of a layer. */
  static final double EXPONENTIAL_TAIL = 7.69711747013104972;

  /** Where the tail of e^(-x^2 / 2) starts. */
  static final double GAUSSIAN_TAIL = 3.6541528853610088;

  /** r f(r) plus the integral of e^(-x^2 / 2) from r to infinity: the area of a layer. */
  private static final double GAUSSIAN_AREA = 0.004928673233974658;

  static final Ziggurat EXPONENTIAL = exponential();
  static final Ziggurat GAUSSIAN = gaussian();

  /** A 53-bit position below this is left of x(i+1): accept at once. */
  final long[] sure = new long[LAYERS];

  /** x(i) / 2^53: position to abscissa. */
  final double[] width = new double[LAYERS];

  /** f(x(i)), rising to f(0) = 1 at index 256. */
  final double[] density = new double[LAYERS + 1];

  private Ziggurat(double[] x, double[] f) {
    for (int i = 0; i < LAYERS; i++) {
      sure[i] = (long) (x[i + 1] / x[i] * 0x1.0p53);
      width[i] = x[i] * 0x1.0p-53;
    }
    System.arraycopy(f, 0, density, 0, LAYERS + 1);
  }

  private static Ziggurat exponential() {
    double[] x = new double[LAYERS + 1];
    double[] f = new double[LAYERS + 1];
    x[1] = EXPONENTIAL_TAIL;
    f[1] = StrictMath.exp(-x[1]);
    double area = (EXPONENTIAL_TAIL + 1) * f[1];
    x[0] = area / f[1];
    for (int i = 2; i < LAYERS; i++) {
      f[i] = f[i - 1] + area / x[i - 1];
      x[i] = -StrictMath.log(f[i]);
    }
    f[LAYERS] = 1;
    return new Ziggurat(x, f);
  }

  private static Ziggurat gaussian() {
    double[] x = new double[LAYERS + 1];
    double[] f = new double[LAYERS + 1];
    x[1] = GAUSSIAN_TAIL;
    f[1] = StrictMath.exp(-0.5 * x[1] * x[1]);
    x[0] = GAUSSIAN_AREA / f[1];
    for (int i = 2; i < LAYERS; i++) {
      f[i] = f[i - 1] + GAUSSIAN_AREA / x[i - 1];
      x[i] = StrictMath.sqrt(-2 * StrictMath.log(f[i]));
    }
    f[LAYERS] = 1;
    return new Ziggurat(x, f);
  }
}
