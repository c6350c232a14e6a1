/**
 * Hosts: their type, their groups, the table of all hosts of a run, and the read-only cursor that
 * scheduler plug-ins see.
 *
 * <p>May import {@code instance} and what it may.
 *
 * <pre>{@code
 * HostView view = table.view();
 * view.moveTo(17);
 * long free = view.allocatableCpuMilli() - view.reservedCpuMilli();
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.host;

import org.jspecify.annotations.NullMarked;
