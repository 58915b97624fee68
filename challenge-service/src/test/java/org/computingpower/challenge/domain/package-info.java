/** Pure tests. */
@NullMarked
package org.computingpower.challenge.domain;

import org.jspecify.annotations.NullMarked;
