package org.computingpower.sgx.dcap.sim;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.crypto.Sha256;

/**
 * A platform under a simulated PKI that makes quotes for any enclave or trust domain it is told of. Safe for use by
 * several threads; equal arguments give equal quotes.
 */
public final class SimulatedPlatform {
    private final PlatformSpec spec;
    private final Bytes ppid;
    private final Authority pck;
    private final Bytes pckChain;
    private final SimulatedKey attestationKey;

    SimulatedPlatform(PlatformSpec spec, Bytes ppid, Authority pck, Bytes pckChain, SimulatedKey attestationKey) {
        this.spec = spec;
        this.ppid = ppid;
        this.pck = pck;
        this.pckChain = pckChain;
        this.attestationKey = attestationKey;
    }

    public PlatformSpec spec() {
        return spec;
    }

    /** 16 bytes that name the platform. */
    public Bytes ppid() {
        return ppid;
    }

    public BigInteger pckSerialNumber() {
        return pck.serialNumber();
    }

    /** PCK certificate, intermediate CA and root in PEM. */
    public Bytes pckChain() {
        return pckChain;
    }

    /** An SGX quote of version 3 that holds the PCK chain. {@code reportData} has 64 bytes. */
    public byte[] sgxQuote(EnclaveSpec enclave, Bytes reportData) {
        return sgxQuote(3, enclave, reportData, QuoteOptions.standard());
    }

    /** An SGX quote of version 3, 4 or 5. */
    public byte[] sgxQuote(int version, EnclaveSpec enclave, Bytes reportData, QuoteOptions options) {
        byte[] body = ReportEncoder.sgx(enclave, reportData, spec.sgxTcbComponents());
        return quote(version, Tee.SGX, 1, body, options);
    }

    /** A TDX quote: version 4 for TDX 1.0, version 5 for later reports. {@code reportData} has 64 bytes. */
    public byte[] tdxQuote(TdSpec domain, Bytes reportData) {
        int version = domain.version() == TdSpec.Version.TDX_1_0 ? 4 : 5;
        return tdxQuote(version, domain, reportData, QuoteOptions.standard());
    }

    /** A TDX quote of version 4 (TDX 1.0 only) or 5. */
    public byte[] tdxQuote(int version, TdSpec domain, Bytes reportData, QuoteOptions options) {
        int bodyType = switch (domain.version()) {
            case TDX_1_0 -> 2;
            case TDX_1_5 -> 3;
            case TDX_1_5_EX -> 4;
        };
        if (version < 4 || (version == 4 && bodyType != 2)) {
            throw new IllegalArgumentException("quote version " + version + " cannot hold " + domain.version());
        }
        return quote(version, Tee.TDX, bodyType, ReportEncoder.trustDomain(domain, reportData), options);
    }

    private byte[] quote(int version, Tee tee, int bodyType, byte[] body, QuoteOptions options) {
        byte[] signed = QuoteEncoder.signedPart(version, tee, bodyType, body, ppid);
        byte[] qeAuthenticationData = options.qeAuthenticationData().toByteArray();
        Bytes binding = Sha256.of(attestationKey.rawPublicKey(), options.qeAuthenticationData());
        byte[] qeReportData = ByteBuffer.allocate(64).put(binding.toByteArray()).array();
        byte[] qeReport = ReportEncoder.quotingEnclave(
                tee, spec.qeIsvSvn(), options.qeDebug(), Bytes.copyOf(qeReportData), spec.sgxTcbComponents());
        byte[] certification = certification(qeReport, qeAuthenticationData, options.certification());
        ByteBuffer authentication = ByteBuffer.allocate(signed.length + certification.length + 512)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(attestationKey.signRaw(signed))
                .put(attestationKey.rawPublicKey().toByteArray());
        if (version > 3) {
            authentication.putShort((short) 6).putInt(certification.length);
        }
        authentication.put(certification).flip();
        return ByteBuffer.allocate(signed.length + 4 + authentication.remaining())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(signed)
                .putInt(authentication.remaining())
                .put(authentication)
                .array();
    }

    private byte[] certification(byte[] qeReport, byte[] qeAuthenticationData, QuoteOptions.Certification type) {
        byte[] payload = QuoteEncoder.certificationPayload(type, spec, ppid, pckChain, pck.pem());
        return ByteBuffer.allocate(qeReport.length + 64 + 2 + qeAuthenticationData.length + 6 + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(qeReport)
                .put(pck.key().signRaw(qeReport))
                .putShort((short) qeAuthenticationData.length)
                .put(qeAuthenticationData)
                .putShort((short) type.code())
                .putInt(payload.length)
                .put(payload)
                .array();
    }
}
