package dev.medley.cluster.runtime;

import dev.medley.check.Doc;

/** What an instance speaks on the network. */
public enum Protocol {
  @Doc("HTTP")
  HTTP,
  @Doc("HTTP over TLS")
  HTTPS,
  @Doc("TCP sockets of the application's own")
  TCP,
  @Doc("UDP sockets")
  UDP,
  @Doc("Raw sockets")
  RAW
}
