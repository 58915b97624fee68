package org.computingpower.sgx.dcap.sim;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.PckCa;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;

/**
 * A simulated PKI: root, processor and platform CA, TCB signing certificate, platforms and collateral. Everything
 * follows from a seed and the instant of creation, byte for byte, so that two processes with the same folder share one
 * PKI. Whoever knows the seed can make any claim; that is what simulated means.
 */
public final class SimulatedPki {
    private static final int SEED_LENGTH = 32;
    private static final Duration ROOT_LIST_LIFETIME = Duration.ofDays(365);

    private final Bytes seed;
    private final Instant createdAt;
    private final Authority root;
    private final Authority processorCa;
    private final Authority platformCa;
    private final Authority tcbSigning;

    private SimulatedPki(Bytes seed, Instant createdAt) {
        if (seed.length() != SEED_LENGTH) {
            throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length());
        }
        this.seed = seed;
        this.createdAt = createdAt.truncatedTo(ChronoUnit.SECONDS);
        this.root = Authority.selfSigned(
                Authority.Subject.authority("SIMULATED SGX Root CA - NOT INTEL", key("root"), this.createdAt, 30, 1));
        this.processorCa = root.issue(Authority.Subject.authority(
                "SIMULATED SGX PCK Processor CA - NOT INTEL", key("processor-ca"), this.createdAt, 15, 0));
        this.platformCa = root.issue(Authority.Subject.authority(
                "SIMULATED SGX PCK Platform CA - NOT INTEL", key("platform-ca"), this.createdAt, 15, 0));
        this.tcbSigning = root.issue(Authority.Subject.leaf(
                "SIMULATED SGX TCB Signing - NOT INTEL", key("tcb-signing"), this.createdAt, Optional.empty()));
    }

    /** The PKI of a seed of 32 bytes. Certificates are valid from {@code createdAt}, to the second. */
    public static SimulatedPki create(Bytes seed, Instant createdAt) {
        return new SimulatedPki(seed, createdAt);
    }

    /** A PKI of a fresh seed. */
    public static SimulatedPki create(SecureRandom random, Instant createdAt) {
        byte[] seed = new byte[SEED_LENGTH];
        random.nextBytes(seed);
        return new SimulatedPki(Bytes.copyOf(seed), createdAt);
    }

    /** Writes the seed, readable by the owner only, and the root certificate in PEM; see {@link PkiFolder}. */
    public void save(Path folder) throws IOException {
        PkiFolder.write(folder, seed, createdAt, rootPem());
    }

    /** Reads what {@link #save} wrote. */
    public static SimulatedPki load(Path folder) throws IOException {
        return PkiFolder.read(folder);
    }

    private SimulatedKey key(String label) {
        return SimulatedKey.derive(seed, label);
    }

    /** The root certificate in PEM: what a verifier is configured with. */
    public Bytes rootPem() {
        return root.pemChain();
    }

    public TrustRoot trustRoot() {
        try {
            return TrustRoot.simulated(rootPem());
        } catch (CertificateFormatException e) {
            throw new IllegalStateException("the simulated root cannot be read", e);
        }
    }

    /** The platform that {@code spec} describes, with a PCK certificate for exactly its SVNs. */
    public SimulatedPlatform platform(PlatformSpec spec) {
        Bytes tag = Bytes.copyOf(("SIMULATED ppid " + spec.name()).getBytes(StandardCharsets.US_ASCII));
        Bytes ppid = Sha256.of(seed, tag).slice(0, 16);
        String pckLabel = String.join(
                " ",
                "pck",
                spec.name(),
                spec.fmspc().hex(),
                spec.pceId().hex(),
                spec.sgxTcbComponents().hex(),
                Integer.toString(spec.pceSvn()),
                spec.ca().name(),
                spec.sgxType().name());
        Authority ca = authority(spec.ca());
        Authority pck = ca.issue(Authority.Subject.leaf(
                "SIMULATED SGX PCK Certificate - NOT INTEL",
                key(pckLabel),
                createdAt,
                Optional.of(SgxExtensionEncoder.encode(spec, ppid))));
        return new SimulatedPlatform(spec, ppid, pck, pck.pemChain(ca, root), key("attestation " + spec.name()));
    }

    private Authority authority(PckCa ca) {
        return switch (ca) {
            case PROCESSOR -> processorCa;
            case PLATFORM -> platformCa;
        };
    }

    /** Collateral for platforms like {@code spec}, issued at {@code issuedAt}, to the second. */
    public CollateralBytes collateral(Tee tee, PlatformSpec spec, TcbScenario scenario, Instant issuedAt) {
        Instant issued = issuedAt.truncatedTo(ChronoUnit.SECONDS);
        return new CollateralBytes(
                CollateralEncoder.tcbInfo(tee, spec.fmspc(), spec.pceId(), scenario, issued, tcbSigning.key()),
                tcbSigningChain(),
                CollateralEncoder.qeIdentity(tee, scenario, issued, tcbSigning.key()),
                tcbSigningChain(),
                pckCrl(spec.ca(), scenario, issued),
                pckCrlChain(spec.ca()),
                rootCrl(scenario, issued));
    }

    Bytes tcbSigningChain() {
        return tcbSigning.pemChain(root);
    }

    SimulatedKey tcbSigningKey() {
        return tcbSigning.key();
    }

    Bytes pckCrl(PckCa ca, TcbScenario scenario, Instant issued) {
        return authority(ca)
                .revocationList(scenario.revokedPckSerialNumbers(), issued, issued.plus(scenario.lifetime()));
    }

    /** A list of no certificates with these bytes in place of its number, to see that they are read. */
    Bytes pckCrl(PckCa ca, Bytes number, Instant issued) {
        return authority(ca)
                .revocationList(
                        Set.of(), issued, issued.plus(TcbScenario.upToDate().lifetime()), number);
    }

    Bytes pckCrlChain(PckCa ca) {
        return authority(ca).pemChain(root);
    }

    Bytes rootCrl(TcbScenario scenario, Instant issued) {
        Set<BigInteger> revoked = new HashSet<>();
        for (TcbScenario.RootIssued certificate : scenario.revokedByRoot()) {
            revoked.add(
                    switch (certificate) {
                        case PROCESSOR_CA -> processorCa.serialNumber();
                        case PLATFORM_CA -> platformCa.serialNumber();
                        case TCB_SIGNING -> tcbSigning.serialNumber();
                    });
        }
        return root.revocationList(revoked, issued, issued.plus(ROOT_LIST_LIFETIME));
    }
}
