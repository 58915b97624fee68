/** Sealing data to the key of an attested enclave. */
@NullMarked
package org.computingpower.cli.data;

import org.jspecify.annotations.NullMarked;
