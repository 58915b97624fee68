/** What an application may ask of a node: the admitted form of its YAML and every rule it is held to. */
@NullMarked
package org.computingpower.gateway.domain.workload;

import org.jspecify.annotations.NullMarked;
