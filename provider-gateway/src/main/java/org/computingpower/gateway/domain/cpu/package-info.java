/** The CPUs of the machine, and which of them tenants never get. */
@NullMarked
package org.computingpower.gateway.domain.cpu;

import org.jspecify.annotations.NullMarked;
