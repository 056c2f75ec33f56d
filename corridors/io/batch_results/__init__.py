"""Results of a batch out: Parquet, CSV, workbooks and files with lines, whole or not at all.

`corridors.io.batch_results.write_result` writes any of them from the finished partitions.
"""
