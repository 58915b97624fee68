/** Rounds of the public drand network: fetched from several endpoints, verified here. */
@NullMarked
package org.computingpower.challenge.adapter.drand;

import org.jspecify.annotations.NullMarked;
