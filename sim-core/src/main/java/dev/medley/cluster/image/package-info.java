/**
 * Images, what pulling one takes, which node has which.
 *
 * <p>May import {@code resource}, {@code distribution}, {@code random}, {@code check}.
 *
 * <pre>{@code
 * long nanos = image.pullNanos(Bandwidth.parse("10Gb/s"));
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.image;

import org.jspecify.annotations.NullMarked;
