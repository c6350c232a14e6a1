package dev.medley.cluster.offload;

/** Why a card does not load a bitstream: a domain outcome, traffic then stays on the CPU. */
public enum Refusal {
  /** The vendor's signature does not verify. */
  UNSIGNED("its vendor signature does not verify"),
  /** The protocol is not on the card's allow-list. */
  PROTOCOL_NOT_ALLOWED("its protocol is not on the card's allow-list");

  private final String reason;

  Refusal(String reason) {
    this.reason = reason;
  }

  /** The reason in words. */
  public String reason() {
    return reason;
  }
}
