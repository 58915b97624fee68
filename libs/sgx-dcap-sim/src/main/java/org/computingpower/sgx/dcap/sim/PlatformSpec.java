package org.computingpower.sgx.dcap.sim;

import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.SgxType;

/**
 * What a simulated platform is. Its PPID and keys follow from the seed of the PKI and {@code name}.
 *
 * @param name ASCII; two platforms of the same name are the same platform
 * @param fmspc 6 bytes
 * @param pceId 2 bytes
 * @param sgxTcbComponents 16 SVNs
 * @param pceSvn SVN of the provisioning certification enclave
 * @param qeIsvSvn SVN of the quoting enclaves for SGX and TDX
 * @param ca which authority issues the PCK
 * @param sgxType what the memory encryption would protect against
 */
public record PlatformSpec(
        String name,
        Bytes fmspc,
        Bytes pceId,
        Bytes sgxTcbComponents,
        int pceSvn,
        int qeIsvSvn,
        PckCa ca,
        SgxType sgxType) {

    /** "SIM" in ASCII and a number: no processor of Intel's has this FMSPC. */
    public static final Bytes SIMULATED_FMSPC = Bytes.ofHex("53494d000001");

    /** A platform on the highest level of {@link TcbScenario#upToDate}. */
    public static PlatformSpec named(String name) {
        return new PlatformSpec(
                name,
                SIMULATED_FMSPC,
                Bytes.ofHex("0000"),
                Bytes.ofHex("0808080808080808080808080808" + "0000"),
                11,
                8,
                PckCa.PLATFORM,
                SgxType.SCALABLE_WITH_INTEGRITY);
    }

    public PlatformSpec withFmspc(Bytes newFmspc) {
        return new PlatformSpec(name, newFmspc, pceId, sgxTcbComponents, pceSvn, qeIsvSvn, ca, sgxType);
    }

    public PlatformSpec withSgxTcbComponents(Bytes components) {
        return new PlatformSpec(name, fmspc, pceId, components, pceSvn, qeIsvSvn, ca, sgxType);
    }

    public PlatformSpec withPceSvn(int newPceSvn) {
        return new PlatformSpec(name, fmspc, pceId, sgxTcbComponents, newPceSvn, qeIsvSvn, ca, sgxType);
    }

    public PlatformSpec withQeIsvSvn(int isvSvn) {
        return new PlatformSpec(name, fmspc, pceId, sgxTcbComponents, pceSvn, isvSvn, ca, sgxType);
    }

    public PlatformSpec withCa(PckCa newCa) {
        return new PlatformSpec(name, fmspc, pceId, sgxTcbComponents, pceSvn, qeIsvSvn, newCa, sgxType);
    }

    public PlatformSpec withSgxType(SgxType newSgxType) {
        return new PlatformSpec(name, fmspc, pceId, sgxTcbComponents, pceSvn, qeIsvSvn, ca, newSgxType);
    }
}
