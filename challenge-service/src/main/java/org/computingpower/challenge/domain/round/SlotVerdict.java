package org.computingpower.challenge.domain.round;

import java.util.Optional;
import org.computingpower.challenge.domain.roster.RosterSlot;
import org.computingpower.terms.signed.PowerVerdict;

/**
 * The verdict on one slot.
 *
 * @param slot the slot
 * @param verdict the statement to sign
 * @param voidReason what is false under the signed root; present exactly if the result is VOID
 */
public record SlotVerdict(RosterSlot slot, PowerVerdict verdict, Optional<String> voidReason) {}
