package dev.medley.cluster.offload;

import dev.medley.check.Doc;

/**
 * What is loaded into an FPGA card.
 *
 * @param name name shown in reports
 * @param signed whether the vendor's signature verifies
 * @param protocol what it speaks; must be on the card's allow-list
 */
@Doc("The configuration that is loaded into an FPGA card")
public record Bitstream(
    @Doc("Name shown in reports") String name,
    @Doc("Whether the vendor's signature verifies") boolean signed,
    @Doc("Protocol that it implements; loads only when on the card's allow-list")
        String protocol) {}
