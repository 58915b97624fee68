/** Workloads in Podman pods over the libpod REST interface. */
@NullMarked
package org.computingpower.gateway.adapter.podman;

import org.jspecify.annotations.NullMarked;
