/** Configuration: market, trust root, validator key. */
@NullMarked
package org.computingpower.attestation.config;

import org.jspecify.annotations.NullMarked;
