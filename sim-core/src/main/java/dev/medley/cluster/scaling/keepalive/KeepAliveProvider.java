package dev.medley.cluster.scaling.keepalive;

import dev.medley.cluster.scaling.AutoscalerProvider;

/** Registers {@link KeepAlivePolicy} as {@code keep-alive}. */
public final class KeepAliveProvider implements AutoscalerProvider {

  @Override
  public String name() {
    return "keep-alive";
  }

  @Override
  public String summary() {
    return "function platforms: an instance per request, idle ones expire (arXiv 2003.03423)";
  }

  @Override
  public Class<? extends Record> settings() {
    return KeepAlivePolicy.class;
  }
}
