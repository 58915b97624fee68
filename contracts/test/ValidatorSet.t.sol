// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Member, SetChange, ValidatorSet} from "../src/ValidatorSet.sol";
import {Market} from "./support/Market.sol";

contract ValidatorSetTest is Market {
    bytes32 private constant DIGEST = keccak256("digest");

    function nextSet(uint256 size) private pure returns (Member[] memory) {
        uint256[] memory keys = new uint256[](size);
        for (uint256 i = 0; i < size; ++i) {
            keys[i] = uint256(keccak256(abi.encode("next", i)));
            for (uint256 j = i; j > 0 && vm.addr(keys[j - 1]) > vm.addr(keys[j]); --j) {
                (keys[j - 1], keys[j]) = (keys[j], keys[j - 1]);
            }
        }
        return membersOf(keys);
    }

    function change(Member[] memory list, uint16 threshold, uint256 effectiveAt)
        private
        view
        returns (SetChange memory)
    {
        return SetChange(validators.version() + 1, keccak256(abi.encode(list)), threshold, uint64(effectiveAt));
    }

    function propose(Member[] memory list, uint16 threshold, uint256 effectiveAt) private {
        SetChange memory wanted = change(list, threshold, effectiveAt);
        validators.proposeChange(wanted, list, quorum(validators.changeDigest(wanted)));
    }

    function test_acceptsAQuorumAndMore() public view {
        validators.checkSignatures(1, DIGEST, quorum(DIGEST, 3));
        validators.checkSignatures(1, DIGEST, quorum(DIGEST, 4));
        same(validators.recoverMembers(1, DIGEST, quorum(DIGEST, 2))[1], vm.addr(validatorKeys[1]), "second");
        same(validators.members().length, 4, "members");
        same(validators.threshold(), 3, "threshold");
        same(validators.activatedAt(), START, "activatedAt");
        isTrue(validators.isProduction(), "production");
        isTrue(validators.isMember(1, vm.addr(validatorKeys[0])), "member");
        isFalse(validators.isMember(2, vm.addr(validatorKeys[0])), "no such set");
    }

    function test_refusesTooFewRepeatedUnorderedForeignAndMalformedSignatures() public {
        bytes[] memory list = quorum(DIGEST, 2);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.NotEnoughSignatures.selector, 2, 3));
        validators.checkSignatures(1, DIGEST, list);
        list = quorum(DIGEST, 3);
        list[2] = list[1];
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.SignersNotAscending.selector, 2));
        validators.checkSignatures(1, DIGEST, list);
        list = quorum(DIGEST, 3);
        (list[0], list[1]) = (list[1], list[0]);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.SignersNotAscending.selector, 1));
        validators.checkSignatures(1, DIGEST, list);
        list = quorum(DIGEST, 3);
        list[0] = signAs(USER_KEY, DIGEST);
        vm.expectPartialRevert(ValidatorSet.NotAMember.selector);
        validators.checkSignatures(1, DIGEST, list);
        vm.expectRevert();
        validators.checkSignatures(1, keccak256("another digest"), quorum(DIGEST, 3));
        list[0] = hex"00";
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureLength.selector, 1));
        validators.checkSignatures(1, DIGEST, list);
    }

    function test_refusesAHighS() public {
        bytes[] memory list = quorum(DIGEST, 3);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(validatorKeys[0], DIGEST);
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        bytes32 highS = bytes32(order - uint256(s));
        list[0] = abi.encodePacked(r, highS, v == 27 ? uint8(28) : uint8(27));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, highS));
        validators.checkSignatures(1, DIGEST, list);
    }

    function test_rotatesAfterTheTimeLockAndKeepsTheOldSetForADay() public {
        Member[] memory list = nextSet(5);
        propose(list, 4, START + 48 hours);
        same(validators.pendingChange().threshold, 4, "pending");
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.NothingToActivate.selector, START + 48 hours));
        validators.activateChange(list);
        vm.warp(START + 48 hours);
        validators.activateChange(list);
        same(validators.version(), 2, "version");
        same(validators.threshold(), 4, "threshold");
        validators.checkSignatures(1, DIGEST, quorum(DIGEST, 3));
        bytes[] memory tooFew = quorum(DIGEST, 2);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.NotEnoughSignatures.selector, 2, 3));
        validators.checkSignatures(1, DIGEST, tooFew);
        vm.warp(START + 72 hours - 1);
        validators.checkSignatures(1, DIGEST, quorum(DIGEST, 3));
        vm.warp(START + 72 hours);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.SetNotInForce.selector, 1));
        validators.checkSignatures(1, DIGEST, quorum(DIGEST, 3));
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.SetNotInForce.selector, 3));
        validators.checkSignatures(3, DIGEST, quorum(DIGEST, 3));
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.SetNotInForce.selector, 0));
        validators.recoverMembers(0, DIGEST, quorum(DIGEST, 3));
    }

    function test_replacesAPendingChangeOnlyByALaterOne() public {
        Member[] memory first = nextSet(5);
        Member[] memory second = nextSet(6);
        propose(first, 4, START + 3 days);
        SetChange memory again = change(second, 4, START + 3 days);
        bytes[] memory signatures = quorum(validators.changeDigest(again));
        vm.expectRevert(
            abi.encodeWithSelector(
                ValidatorSet.EffectiveTimeOutOfRange.selector, START + 3 days, START + 3 days + 1, START + 30 days
            )
        );
        validators.proposeChange(again, second, signatures);
        propose(second, 4, START + 4 days);
        vm.warp(START + 4 days);
        vm.expectPartialRevert(ValidatorSet.WrongMembers.selector);
        validators.activateChange(first);
        vm.warp(START + 18 days + 1);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.NothingToActivate.selector, START + 4 days));
        validators.activateChange(second);
    }

    function test_refusesChangesOfAnotherVersionTimeOrMembers() public {
        Member[] memory list = nextSet(5);
        SetChange memory wanted = change(list, 4, START + 48 hours - 1);
        bytes[] memory signatures = quorum(validators.changeDigest(wanted));
        vm.expectPartialRevert(ValidatorSet.EffectiveTimeOutOfRange.selector);
        validators.proposeChange(wanted, list, signatures);
        wanted = change(list, 4, START + 30 days + 1);
        signatures = quorum(validators.changeDigest(wanted));
        vm.expectPartialRevert(ValidatorSet.EffectiveTimeOutOfRange.selector);
        validators.proposeChange(wanted, list, signatures);
        wanted.newVersion = 3;
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.WrongVersion.selector, 3, 2));
        validators.proposeChange(wanted, list, signatures);
        wanted = change(list, 4, START + 3 days);
        vm.expectPartialRevert(ValidatorSet.WrongMembers.selector);
        validators.proposeChange(wanted, nextSet(6), signatures);
        signatures = quorum(validators.changeDigest(wanted), 2);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.NotEnoughSignatures.selector, 2, 3));
        validators.proposeChange(wanted, list, signatures);
    }

    function test_aProductionSetNeverShrinksBelowFour() public {
        Member[] memory list = nextSet(3);
        SetChange memory wanted = change(list, 2, START + 3 days);
        bytes[] memory signatures = quorum(validators.changeDigest(wanted));
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.ProductionSetCannotShrink.selector, 3));
        validators.proposeChange(wanted, list, signatures);
    }

    function test_refusesBadSets() public {
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.MemberCountOutOfRange.selector, 0));
        new ValidatorSet(new Member[](0), 0);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.MemberCountOutOfRange.selector, 33));
        new ValidatorSet(new Member[](33), 33);
        Member[] memory list = nextSet(4);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.ThresholdOutOfRange.selector, 2, 3, 4));
        new ValidatorSet(list, 2);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.ThresholdOutOfRange.selector, 5, 3, 4));
        new ValidatorSet(list, 5);
        list[3].account = list[2].account;
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.MembersNotAscending.selector, 3));
        new ValidatorSet(list, 3);
        list = nextSet(4);
        list[1].endpoint = "";
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.InvalidMember.selector, 1));
        new ValidatorSet(list, 3);
        list[1].endpoint = string(new bytes(201));
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.InvalidMember.selector, 1));
        new ValidatorSet(list, 3);
        list = nextSet(4);
        list[0].operatorId = 0;
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.InvalidMember.selector, 0));
        new ValidatorSet(list, 3);
    }

    function test_noOperatorPaysOrVetoesAlone() public {
        Member[] memory list = nextSet(5);
        list[1].operatorId = list[0].operatorId;
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.OperatorTooPowerful.selector, list[0].operatorId, 2));
        new ValidatorSet(list, 4); // 3 others do not reach 4: a veto
        list = nextSet(7);
        list[1].operatorId = list[0].operatorId;
        isTrue(new ValidatorSet(list, 5).isProduction(), "two of seven are fine");
        isFalse(new ValidatorSet(nextSet(3), 2).isProduction(), "three are a development set");
    }
}
