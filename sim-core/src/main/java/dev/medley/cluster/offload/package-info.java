/**
 * Offload cards: what they take over from the host CPU, how fast their gateway is, and which
 * bitstreams they load.
 *
 * <p>May import {@code network}, {@code resource}, {@code distribution}, {@code random}, {@code
 * check}.
 *
 * <pre>{@code
 * Optional<Refusal> refusal = card.refusal(bitstream);
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.offload;

import org.jspecify.annotations.NullMarked;
