from __future__ import annotations

from pipeline.engine import map_batches


def test_results_come_in_the_order_of_the_jobs_and_one_at_a_time() -> None:
    seen: list[int] = []

    def double(job: int) -> int:
        seen.append(job)
        return 2 * job

    results = map_batches(double, [3, 1, 2])
    assert seen == []
    assert next(results) == 6
    assert seen == [3]
    assert list(results) == [2, 4]
