package org.computingpower.sgx.dcap.parse;

import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;

/**
 * A trust domain report body: 584 bytes of TDX 1.0, 648 of TDX 1.5 (adds tee_tcb_svn2 and mrservicetd) or 885 of TDX
 * 1.5Ex (adds what a migrated domain was started with). Integers are little-endian.
 *
 * @param raw the bytes as signed
 */
public record TdReport(Bytes raw) implements ReportBody {
    public static final int LENGTH_10 = 584;
    public static final int LENGTH_15 = 648;
    public static final int LENGTH_15_EX = 885;

    private static final int DEBUG = 0x01;
    private static final int SEPT_VE_DISABLE_BYTE = 3;
    private static final int SEPT_VE_DISABLE = 0x10;

    public TdReport {
        int length = raw.length();
        if (length != LENGTH_10 && length != LENGTH_15 && length != LENGTH_15_EX) {
            throw new IllegalArgumentException("no trust domain report has " + length + " bytes");
        }
    }

    public Bytes teeTcbSvn() {
        return raw.slice(0, 16);
    }

    public Bytes mrSeam() {
        return raw.slice(16, 48);
    }

    public Bytes mrSignerSeam() {
        return raw.slice(64, 48);
    }

    public Bytes seamAttributes() {
        return raw.slice(112, 8);
    }

    public Bytes tdAttributes() {
        return raw.slice(120, 8);
    }

    public Bytes xfam() {
        return raw.slice(128, 8);
    }

    public Bytes mrTd() {
        return raw.slice(136, 48);
    }

    public Bytes mrConfigId() {
        return raw.slice(184, 48);
    }

    public Bytes mrOwner() {
        return raw.slice(232, 48);
    }

    public Bytes mrOwnerConfig() {
        return raw.slice(280, 48);
    }

    /** Runtime measurement register {@code index}, 0 to 3. */
    public Bytes rtmr(int index) {
        return raw.slice(328 + 48 * java.util.Objects.checkIndex(index, 4), 48);
    }

    @Override
    public Bytes reportData() {
        return raw.slice(520, 64);
    }

    /** The TCB of the TDX module that runs now; from TDX 1.5 on. */
    public Optional<Bytes> teeTcbSvn2() {
        return from(LENGTH_15, 584, 16);
    }

    /** Measurement of the service domain bound to this one, zero if none; from TDX 1.5 on. */
    public Optional<Bytes> mrServiceTd() {
        return from(LENGTH_15, 600, 48);
    }

    /** vmid, tdId and devInfo, 81 bytes; TDX 1.5Ex only. */
    public Optional<Bytes> deviceIdentity() {
        return from(LENGTH_15_EX, 648, 81);
    }

    /** TCB with which a migrated domain was first started; TDX 1.5Ex only. */
    public Optional<Bytes> initialTeeTcbSvn() {
        return from(LENGTH_15_EX, 801, 16);
    }

    /** FMSPC of the platform on which a migrated domain was first started, 12 bytes; TDX 1.5Ex only. */
    public Optional<Bytes> initialTeeFmspc() {
        return from(LENGTH_15_EX, 817, 12);
    }

    /** Hash of the service domain bound now; TDX 1.5Ex only. */
    public Optional<Bytes> currentServiceTdHash() {
        return from(LENGTH_15_EX, 829, 48);
    }

    private Optional<Bytes> from(int minimumLength, int offset, int length) {
        return raw.length() >= minimumLength ? Optional.of(raw.slice(offset, length)) : Optional.empty();
    }

    @Override
    public Tee tee() {
        return Tee.TDX;
    }

    /** TDATTRIBUTES.DEBUG. */
    @Override
    public boolean isDebug() {
        return (tdAttributes().unsignedAt(0) & DEBUG) != 0;
    }

    /** TDATTRIBUTES.SEPT_VE_DISABLE (bit 28): the host cannot inject exceptions by unmapping private pages. */
    public boolean isSeptVeDisabled() {
        return (tdAttributes().unsignedAt(SEPT_VE_DISABLE_BYTE) & SEPT_VE_DISABLE) != 0;
    }
}
