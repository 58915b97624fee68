/** Reading the market file: every service, gateway and client starts with it and refuses a wrong one. */
@NullMarked
package org.computingpower.marketfile;

import org.jspecify.annotations.NullMarked;
