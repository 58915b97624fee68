/** The proof of one device for one round: share tree, reveal coding and the verdict, in integers only. */
@NullMarked
package org.computingpower.power.proof;

import org.jspecify.annotations.NullMarked;
