package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.sgx.dcap.parse.RevocationList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedPkiTest {
    private static final String SGX = "/sgx/certification/v4/";

    @Test
    void makesTheSameBytesFromTheSameSeed() {
        SimulatedPki again = SimulatedPki.create(Bytes.ofHex("11".repeat(32)), Simulation.CREATED);
        byte[] quote = again.platform(Simulation.SPEC).sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA);

        assertThat(again.rootPem()).isEqualTo(Simulation.PKI.rootPem());
        assertThat(quote).isEqualTo(Simulation.PLATFORM.sgxQuote(Simulation.ENCLAVE, Simulation.REPORT_DATA));
        assertThat(again.collateral(Tee.TDX, Simulation.SPEC, TcbScenario.upToDate(), Simulation.ISSUED))
                .isEqualTo(Simulation.collateralBytes(Tee.TDX, TcbScenario.upToDate()));
    }

    @Test
    void makesAnotherRootFromAnotherSeed() {
        SimulatedPki other = SimulatedPki.create(new SecureRandom(), Simulation.CREATED);

        assertThat(other.trustRoot().sha256())
                .isNotEqualTo(Simulation.PKI.trustRoot().sha256());
    }

    @Test
    void comesBackFromItsFolder(@TempDir Path folder) throws IOException {
        Simulation.PKI.save(folder);

        SimulatedPki loaded = SimulatedPki.load(folder);

        assertThat(loaded.rootPem()).isEqualTo(Simulation.PKI.rootPem());
        assertThat(loaded.platform(Simulation.SPEC).pckChain()).isEqualTo(Simulation.PLATFORM.pckChain());
        assertThat(Files.readAllBytes(folder.resolve("simulated-root.pem")))
                .isEqualTo(Simulation.PKI.rootPem().toByteArray());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("simulated-pki.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFolderThatHoldsNoPki(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("simulated-pki.properties"), "seed=00\ncreatedAt=2026-01-01T00:00:00Z\n");

        assertThatThrownBy(() -> SimulatedPki.load(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no saved simulated PKI");
    }

    @ParameterizedTest
    @EnumSource(Tee.class)
    void servesCollateralThatVerifies(Tee tee) throws Exception {
        PccsContent pccs =
                PccsContent.of(Simulation.PKI, Set.of(Simulation.SPEC), TcbScenario.upToDate(), Simulation.ISSUED);
        String prefix = "/" + tee.name().toLowerCase(java.util.Locale.ROOT) + "/certification/v4/";
        PccsContent.Response tcb =
                pccs.get(prefix + "tcb", Map.of("fmspc", "53494D000001")).orElseThrow();
        PccsContent.Response identity =
                pccs.get(prefix + "qe/identity", Map.of("update", "standard")).orElseThrow();
        PccsContent.Response crl = pccs.get(SGX + "pckcrl", Map.of("ca", "platform", "encoding", "der"))
                .orElseThrow();
        PccsContent.Response rootCrl = pccs.get(SGX + "rootcacrl", Map.of()).orElseThrow();

        CollateralBytes collateral = new CollateralBytes(
                tcb.body(),
                chain(tcb, "TCB-Info-Issuer-Chain"),
                identity.body(),
                chain(identity, "SGX-Enclave-Identity-Issuer-Chain"),
                crl.body(),
                chain(crl, "SGX-PCK-CRL-Issuer-Chain"),
                rootCrl.body());

        assertThat(Simulation.verified(collateral).tcbInfo().levels().getFirst().status())
                .isEqualTo(TcbStatus.UP_TO_DATE);
        assertThat(Simulation.verified(collateral).tcbInfo().tee()).isEqualTo(tee);
    }

    private static Bytes chain(PccsContent.Response response, String header) throws Exception {
        return PemChain.ofHeader(Objects.requireNonNull(response.headers().get(header)));
    }

    @Test
    void answersNothingForAnUnknownFmspcPathOrNumber() {
        PccsContent pccs =
                PccsContent.of(Simulation.PKI, Set.of(Simulation.SPEC), TcbScenario.upToDate(), Simulation.ISSUED);

        assertThat(pccs.get(SGX + "tcb", Map.of("fmspc", "00906ed50000"))).isEmpty();
        assertThat(pccs.get(SGX + "unknown", Map.of())).isEmpty();
        assertThat(pccs.get(SGX + "qe/identity", Map.of("tcbEvaluationDataNumber", "99")))
                .isEmpty();
    }

    @Test
    void readsARevocationListInPemAsInDer() throws Exception {
        PccsContent pccs =
                PccsContent.of(Simulation.PKI, Set.of(Simulation.SPEC), TcbScenario.upToDate(), Simulation.ISSUED);
        Bytes pem = pccs.get(SGX + "pckcrl", Map.of("ca", "processor"))
                .orElseThrow()
                .body();
        Bytes der = pccs.get(SGX + "pckcrl", Map.of("ca", "processor", "encoding", "der"))
                .orElseThrow()
                .body();

        assertThat(RevocationList.parse(pem)).isEqualTo(RevocationList.parse(der));
    }
}
