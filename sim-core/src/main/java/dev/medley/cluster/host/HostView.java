package dev.medley.cluster.host;

/** A read-only cursor on one host at a time: what scheduler plug-ins see. */
public final class HostView {
  private final HostTable table;
  private int host;

  HostView(HostTable table) {
    this.table = table;
  }

  /** Points the cursor at a host. */
  public HostView moveTo(int toHost) {
    host = toHost;
    return this;
  }

  /** Index of the host. */
  public int index() {
    return host;
  }

  /** What the host is. */
  public HostSpec spec() {
    return table.spec(host);
  }

  /** CPU for instances, thousandths of a core. */
  public long allocatableCpuMilli() {
    return table.allocatableCpuMilli(host);
  }

  /** Memory for instances, bytes. */
  public long allocatableMemoryBytes() {
    return table.allocatableMemoryBytes(host);
  }

  /** CPU reserved, thousandths of a core. */
  public long reservedCpuMilli() {
    return table.reservedCpuMilli(host);
  }

  /** Memory reserved, bytes. */
  public long reservedMemoryBytes() {
    return table.reservedMemoryBytes(host);
  }

  /** Instances on the host. */
  public int instances() {
    return table.instances(host);
  }

  /** Whether the host is down. */
  public boolean isDown() {
    return table.isDown(host);
  }

  /** Whether the host is closed to new instances. */
  public boolean isCordoned() {
    return table.isCordoned(host);
  }

  /** Instances of a runtime on the host. */
  public int instancesOf(String runtime) {
    return table.instancesOf(host, runtime);
  }
}
