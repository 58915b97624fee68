package org.computingpower.sgx.dcap.sim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;

/** Writes the parts of a quote around its report. Integers are little-endian. */
final class QuoteEncoder {
    private static final Bytes INTEL_QE_VENDOR = Bytes.ofHex("939a7233f79c4ca9940a0db3957f0607");
    private static final int HEADER_LENGTH = 48;
    private static final int BODY_DESCRIPTOR_LENGTH = 6;
    private static final short ECDSA_P256 = 2;

    private QuoteEncoder() {}

    /** Header, in version 5 type and size of the report, and the report: what the attestation key signs. */
    static byte[] signedPart(int version, Tee tee, int bodyType, byte[] body, Bytes ppid) {
        int descriptor = version == 5 ? BODY_DESCRIPTOR_LENGTH : 0;
        ByteBuffer out = ByteBuffer.allocate(HEADER_LENGTH + descriptor + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) version)
                .putShort(ECDSA_P256)
                .putInt(tee.teeType())
                .putInt(0)
                .put(INTEL_QE_VENDOR.toByteArray())
                .put(ppid.toByteArray()) // stands for the id of the quoting enclave
                .putInt(0);
        if (version == 5) {
            out.putShort((short) bodyType).putInt(body.length);
        }
        return out.put(body).array();
    }

    static byte[] certificationPayload(
            QuoteOptions.Certification type, PlatformSpec spec, Bytes ppid, Bytes pckChain, String pckLeaf) {
        return switch (type) {
            case PLAIN_PPID -> ppidPayload(ppid.toByteArray(), spec);
            case ENCRYPTED_PPID_2048 -> ppidPayload(new byte[256], spec);
            case ENCRYPTED_PPID_3072 -> ppidPayload(new byte[384], spec);
            case PCK_LEAF -> pckLeaf.getBytes(StandardCharsets.US_ASCII);
            case PCK_CHAIN ->
                ByteBuffer.allocate(pckChain.length() + 1) // Intel ends the chain with a zero byte
                        .put(pckChain.toByteArray())
                        .array();
        };
    }

    private static byte[] ppidPayload(byte[] ppid, PlatformSpec spec) {
        return ByteBuffer.allocate(ppid.length + 16 + 2 + 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ppid)
                .put(spec.sgxTcbComponents().toByteArray())
                .putShort((short) spec.pceSvn())
                .put(spec.pceId().toByteArray())
                .array();
    }
}
