package org.computingpower.sgx.dcap.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.junit.jupiter.api.Test;

/** Collateral that verifies and must not take the place of what is known. */
class CollateralRollbackTest {
    private static final TcbScenario SEVEN = TcbScenario.upToDate().withTcbEvaluationDataNumber(7);
    private static final Instant LATER = Simulation.ISSUED.plus(Duration.ofHours(1));
    private static final CollateralBytes OLD = collateral(SEVEN, Simulation.ISSUED);
    private static final CollateralBytes NEW = collateral(SEVEN.withRevokedPck(BigInteger.TEN), LATER);

    private static CollateralBytes collateral(TcbScenario scenario, Instant issued) {
        return Simulation.PKI.collateral(Tee.SGX, Simulation.SPEC, scenario, issued);
    }

    private static Optional<VerificationStatus> refusal(CollateralBytes fetched, CollateralBytes known) {
        return Simulation.verified(fetched)
                .refusalInPlaceOf(Simulation.verified(known))
                .map(CollateralResult.Rejected::status);
    }

    @Test
    void takesWhatIsNewerOrTheSame() {
        assertThat(refusal(NEW, OLD)).isEmpty();
        assertThat(refusal(NEW, NEW)).isEmpty();
        assertThat(refusal(collateral(SEVEN.withTcbEvaluationDataNumber(8), LATER), OLD))
                .isEmpty();
    }

    @Test
    void refusesALowerNumberThoughItWasIssuedLater() {
        assertThat(refusal(collateral(SEVEN.withTcbEvaluationDataNumber(6), LATER), OLD))
                .contains(VerificationStatus.TCB_EVALUATION_DATA_NUMBER_BELOW_FLOOR);
    }

    @Test
    void refusesEachPartThatIsOlder() {
        assertThat(refusal(with(NEW, OLD.tcbInfo(), NEW.qeIdentity(), NEW.pckCrl(), NEW.rootCaCrl()), NEW))
                .contains(VerificationStatus.COLLATERAL_OLDER_THAN_KNOWN);
        assertThat(refusal(with(NEW, NEW.tcbInfo(), OLD.qeIdentity(), NEW.pckCrl(), NEW.rootCaCrl()), NEW))
                .contains(VerificationStatus.COLLATERAL_OLDER_THAN_KNOWN);
        assertThat(refusal(with(NEW, NEW.tcbInfo(), NEW.qeIdentity(), OLD.pckCrl(), NEW.rootCaCrl()), NEW))
                .contains(VerificationStatus.COLLATERAL_OLDER_THAN_KNOWN);
        assertThat(refusal(with(NEW, NEW.tcbInfo(), NEW.qeIdentity(), NEW.pckCrl(), OLD.rootCaCrl()), NEW))
                .contains(VerificationStatus.COLLATERAL_OLDER_THAN_KNOWN);
    }

    /** The number of a list counts by itself: two lists of one second are told apart by it. */
    @Test
    void refusesAListOfTheSameTimeWithALowerNumber() {
        CollateralBytes two = withPckCrl("020102");
        CollateralBytes one = withPckCrl("020101");

        assertThat(refusal(one, two)).contains(VerificationStatus.COLLATERAL_OLDER_THAN_KNOWN);
        assertThat(refusal(two, one)).isEmpty();
    }

    private static CollateralBytes withPckCrl(String number) {
        Bytes list = Simulation.PKI.pckCrl(Simulation.SPEC.ca(), Bytes.ofHex(number), LATER);
        return with(NEW, NEW.tcbInfo(), NEW.qeIdentity(), list, NEW.rootCaCrl());
    }

    private static CollateralBytes with(CollateralBytes c, Bytes tcbInfo, Bytes identity, Bytes pckCrl, Bytes rootCrl) {
        return new CollateralBytes(
                tcbInfo,
                c.tcbInfoIssuerChain(),
                identity,
                c.qeIdentityIssuerChain(),
                pckCrl,
                c.pckCrlIssuerChain(),
                rootCrl);
    }
}
