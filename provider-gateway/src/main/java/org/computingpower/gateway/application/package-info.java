/** Identity and quotes of the node, and the ports to the world. */
@NullMarked
package org.computingpower.gateway.application;

import org.jspecify.annotations.NullMarked;
