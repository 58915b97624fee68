package org.computingpower.sgx.dcap.crypto;

import static org.computingpower.sgx.dcap.crypto.P256Field.LIMBS;
import static org.computingpower.sgx.dcap.crypto.P256Field.add;
import static org.computingpower.sgx.dcap.crypto.P256Field.copy;
import static org.computingpower.sgx.dcap.crypto.P256Field.isZero;
import static org.computingpower.sgx.dcap.crypto.P256Field.multiply;
import static org.computingpower.sgx.dcap.crypto.P256Field.reduce;
import static org.computingpower.sgx.dcap.crypto.P256Field.scale;
import static org.computingpower.sgx.dcap.crypto.P256Field.square;
import static org.computingpower.sgx.dcap.crypto.P256Field.subtract;

/**
 * A point of P-256 that is added to, in Jacobian coordinates: x = X / Z^2, y = Y / Z^3. Starts at infinity. Complete:
 * adding the point itself, its opposite or to infinity is decided by comparison, which only public values permit.
 *
 * <p>Every coordinate is kept reduced; the comments count the reduced elements in each sum, of which {@link P256Field}
 * allows ten. Not safe for use by several threads.
 */
final class P256Point {
    private final long[] x = new long[LIMBS];
    private final long[] y = new long[LIMBS];
    private final long[] z = new long[LIMBS];
    private boolean infinite = true;

    private final long[] t1 = new long[LIMBS];
    private final long[] t2 = new long[LIMBS];
    private final long[] t3 = new long[LIMBS];
    private final long[] t4 = new long[LIMBS];
    private final long[] t5 = new long[LIMBS];
    private final long[] t6 = new long[LIMBS];

    /** A finite point that is added, with the powers of Z that an addition needs. Immutable; all elements are reduced. */
    static final class Addend {
        private final long[] x;
        private final long[] y;
        private final long[] z;
        private final long[] zSquared;
        private final long[] zCubed;

        /** Z is one, so that five products are saved. */
        private final boolean isAffine;

        private Addend(long[] x, long[] y, long[] z, boolean isAffine) {
            this.x = x.clone();
            this.y = y.clone();
            this.z = z.clone();
            this.zSquared = new long[LIMBS];
            this.zCubed = new long[LIMBS];
            this.isAffine = isAffine;
            square(zSquared, z);
            multiply(zCubed, zSquared, z);
        }

        static Addend affine(long[] x, long[] y) {
            return new Addend(x, y, P256Field.ONE, true);
        }

        long[] x() {
            return x;
        }

        long[] y() {
            return y;
        }

        long[] z() {
            return z;
        }
    }

    boolean isInfinite() {
        return infinite;
    }

    /** Reduced X; meaningless at infinity. */
    long[] x() {
        return x;
    }

    /** Reduced Y; meaningless at infinity. */
    long[] y() {
        return y;
    }

    /** Reduced Z; meaningless at infinity. */
    long[] z() {
        return z;
    }

    /** This finite point as one that can be added. */
    Addend toAddend() {
        return new Addend(x, y, z, false);
    }

    /**
     * This point twice: formula {@code dbl-2001-b} of the Explicit-Formulas Database for a = -3, with
     * 2 Y Z taken as a product: 4 products and 4 squares. The order of P-256 is odd, so no finite point has Y = 0.
     */
    void twice() {
        if (infinite) {
            return;
        }
        square(t1, z); // delta
        square(t2, y); // gamma
        multiply(t3, x, t2); // beta
        subtract(t4, x, t1); // 2
        add(t5, x, t1); // 2
        multiply(t4, t4, t5);
        scale(t4, t4, 3); // alpha: 3
        add(t5, y, y); // 2
        multiply(z, t5, z);
        square(x, t4);
        scale(t5, t3, 8);
        subtract(x, x, t5); // 9
        reduce(x, x);
        scale(t3, t3, 4);
        subtract(t3, t3, x); // 5
        multiply(y, t4, t3);
        square(t2, t2);
        scale(t2, t2, 8);
        subtract(y, y, t2); // 9
        reduce(y, y);
    }

    /** Adds {@code other}, or its opposite: the textbook addition with U, S, H and R of IEEE 1363, A.10.5. */
    void plus(Addend other, boolean opposite) {
        if (infinite) {
            set(other, opposite);
            return;
        }
        long[] u = x;
        long[] s = y;
        if (!other.isAffine) {
            multiply(t1, x, other.zSquared);
            multiply(t2, y, other.zCubed);
            u = t1;
            s = t2;
        }
        square(t4, z);
        multiply(t3, other.x, t4);
        subtract(t3, t3, u); // 2
        reduce(t3, t3); // H
        multiply(t4, t4, z);
        multiply(t4, t4, other.y);
        if (opposite) {
            scale(t4, t4, -1);
        }
        subtract(t4, t4, s); // R: 2
        if (isZero(t3)) {
            addOnSameAbscissa();
            return;
        }
        if (!other.isAffine) {
            multiply(z, z, other.z);
        }
        multiply(z, z, t3);
        square(t5, t3);
        multiply(t3, t3, t5); // H^3
        multiply(t5, t5, u); // V
        multiply(t6, t3, s);
        square(x, t4);
        subtract(x, x, t3);
        subtract(x, x, t5);
        subtract(x, x, t5); // 4
        reduce(x, x);
        subtract(t5, t5, x); // 2
        multiply(y, t4, t5);
        subtract(y, y, t6); // 2
        reduce(y, y);
    }

    /** The points have the same x, so they are equal (R is zero) or opposite. */
    private void addOnSameAbscissa() {
        reduce(t4, t4);
        if (isZero(t4)) {
            twice();
        } else {
            infinite = true;
        }
    }

    private void set(Addend other, boolean opposite) {
        copy(x, other.x);
        scale(y, other.y, opposite ? -1 : 1);
        reduce(y, y);
        copy(z, other.z);
        infinite = false;
    }
}
