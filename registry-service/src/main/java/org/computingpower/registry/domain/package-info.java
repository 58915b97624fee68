/** What a node is and when it is listed. Pure: the JDK, the terms of the market and the value types of the published language. */
@NullMarked
package org.computingpower.registry.domain;

import org.jspecify.annotations.NullMarked;
