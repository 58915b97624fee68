/** Checking attestation evidence again, by oneself. */
@NullMarked
package org.computingpower.cli.evidence;

import org.jspecify.annotations.NullMarked;
