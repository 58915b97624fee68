package org.computingpower.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;
import org.computingpower.terms.signed.DeploymentPhase;
import org.computingpower.terms.signed.DeploymentStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeploymentTest {
    private static Deployment deployment(long generation, @Nullable DeploymentStatus report) {
        return new Deployment(
                Samples.TERMS.orderId(),
                generation,
                "https://x.example/a.yaml",
                Bytes32.ZERO,
                Samples.NOW,
                report,
                null);
    }

    private static DeploymentStatus status(long generation, DeploymentPhase phase, long at) {
        return new DeploymentStatus(
                Samples.TERMS.orderId(), Samples.TERMS.nodeId(), generation, phase, Digests.keccak256OfText(""), at);
    }

    @Test
    void isPendingUntilTheNodeReportsOnThisGeneration() {
        assertThat(deployment(1, null).phase()).isEqualTo(DeploymentPhase.PENDING);
        assertThat(deployment(2, status(1, DeploymentPhase.READY, 5)).phase()).isEqualTo(DeploymentPhase.PENDING);
        assertThat(deployment(2, status(2, DeploymentPhase.READY, 5)).phase()).isEqualTo(DeploymentPhase.READY);
    }

    @Test
    void neitherGenerationNorTimeOfReportsGoesBack() {
        Deployment deployment = deployment(3, status(2, DeploymentPhase.APPLYING, 5));
        assertThat(deployment.mayFollow(status(2, DeploymentPhase.READY, 5))).isTrue();
        assertThat(deployment.mayFollow(status(3, DeploymentPhase.FETCHING, 6))).isTrue();
        assertThat(deployment.mayFollow(status(1, DeploymentPhase.READY, 6))).isFalse();
        assertThat(deployment.mayFollow(status(2, DeploymentPhase.READY, 4))).isFalse();
        assertThat(deployment.mayFollow(status(4, DeploymentPhase.READY, 6))).isFalse();
    }

    @Test
    void theSameContentIsTheSameRequestUnlessItFailed() {
        assertThat(deployment(1, null).serves("https://x.example/a.yaml", Bytes32.ZERO))
                .isTrue();
        assertThat(deployment(1, null).serves("https://x.example/b.yaml", Bytes32.ZERO))
                .isFalse();
        assertThat(deployment(1, status(1, DeploymentPhase.FAILED, 5)).serves("https://x.example/a.yaml", Bytes32.ZERO))
                .isFalse();
    }
}
