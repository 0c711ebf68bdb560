"""Explores every interleaving of one case, its calls, a restore of the org that loses it, and the search of a window replay.

Two callers take turns under numbered claims; either can be frozen between a call, its answer and the save. The org is
restored from a backup once and forgets the case. The search looks the case up and, if it is missing, makes the command
FAILED in another step. A look-up afterwards, once no call can arrive any more, and a replay may follow, or not. Invariants:
a CREATED event is followed only by CASE_MISSING, never by another CREATED; at rest after the search, a case is in the org
exactly if the ledger says CREATED. `python3 docs/models/window.py`
"""

RECEIVED, CREATED, MISSING = 'RECEIVED', 'CREATED', 'CASE_MISSING'
IDLE = ('idle', 0, None)


def explore(newer_claims=True, look_up_again=True):
    """newer_claims: after CASE_MISSING, Created counts only under claims that are newer; look_up_again: a missing command is
    looked up once more when no call of before can arrive any more."""
    # ledger state, outcomes, claim that the case was lost at, events, case in the org (its generation or 0), restores left,
    # callers (phase, claim, generation that the answer names), claim counter, search, replays left, look-up due
    start = (RECEIVED, 0, 0, (), 0, 1, (IDLE, IDLE), 0, 'none', 2, False)
    seen, todo, rests = {start}, [start], 0
    while todo:
        state, outcomes, lost, events, case, restores, callers, counter, search, replays, due = now = todo.pop()
        steps = []

        def caller(i, value):
            return tuple(value if j == i else c for j, c in enumerate(callers))

        for i, (phase, claim, answer) in enumerate(callers):
            if phase == 'idle' and state == RECEIVED and counter < 4:                      # claims, or takes over
                steps.append((state, outcomes, lost, events, case, restores, caller(i, ('claimed', counter + 1, None)), counter + 1, search, replays, due))
            if phase == 'claimed':                                                         # the call arrives, however late
                generation = case or 2 - restores                                          # a duplicate names the case that exists
                steps.append((state, outcomes, lost, events, generation, restores, caller(i, ('answered', claim, generation)), counter, search, replays, due))
            if phase == 'answered':                                                        # the decision is saved, however late
                if state != CREATED and (claim > lost or not newer_claims):
                    steps.append((CREATED, outcomes + 1, lost, events + (CREATED,), case, restores, caller(i, IDLE), counter, search, replays, False))
                else:
                    steps.append((state, outcomes, lost, events, case, restores, caller(i, IDLE), counter, search, replays, due))
            if phase != 'idle':                                                            # the caller is killed
                steps.append((state, outcomes, lost, events, case, restores, caller(i, IDLE), counter, search, replays, due))
        if restores and state == CREATED:
            steps.append((state, outcomes, lost, events, 0, 0, callers, counter, search, replays, due))
        if not restores and search in ('none', 'again') and state == CREATED:              # the search looks the case up
            looked = ('looked', outcomes) if not case else 'done'
            steps.append((state, outcomes, lost, events, case, restores, callers, counter, looked, replays, due))
        if isinstance(search, tuple):                                                      # and makes the command failed
            if state == CREATED and outcomes == search[1]:
                steps.append((MISSING, outcomes + 1, counter + 1, events + (MISSING,), case, restores, callers, counter + 1, 'again' if len(events) < 2 else 'done', replays, look_up_again))
            else:
                steps.append((state, outcomes, lost, events, case, restores, callers, counter, 'done', replays, due))
        if state == MISSING and replays:                                                   # the replay sends it
            steps.append((RECEIVED, outcomes, lost, events, case, restores, callers, counter, search, replays - 1, due))
        quiet = all(phase == 'idle' for phase, _, _ in callers)
        if due and state == MISSING and quiet:                                             # no call of before can arrive any more
            if case:
                steps.append((CREATED, outcomes + 1, lost, events + (CREATED,), case, restores, callers, counter, search, replays, False))
            else:
                steps.append((state, outcomes, lost, events, case, restores, callers, counter, search, replays, False))
        for step in steps:
            if any(a == b == CREATED for a, b in zip(step[3], step[3][1:])):
                return f'TWO CREATED EVENTS {step[3]} after {len(seen)} states'
            if step[3].count(MISSING) > 1:
                return f'FAILED TWICE {step[3]} after {len(seen)} states'
            if step not in seen:
                seen.add(step)
                todo.append(step)
        at_rest = quiet and search in ('done', 'again') and not restores and not due and state != RECEIVED
        if at_rest:
            rests += 1
            if (state == CREATED) != bool(case):
                return f'{state} HERE, {"A" if case else "NO"} CASE IN THE ORG after {len(seen)} states'
    return f'holds: {len(seen)} states, {rests} at rest'


if __name__ == '__main__':
    print('as designed                             ', explore())
    print('Created counts under any claim          ', explore(newer_claims=False))
    print('a missing command is not looked up again', explore(look_up_again=False))
