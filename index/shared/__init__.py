"""A library shared by a team: articles and index in an OpenSearch cluster, marks on each person's machine.

The local store remains: it holds marks, settings and rejections, and is the ledger of what this person
imported. The texts are sent to the cluster, each in one document with its index, and dropped here once the
cluster has acknowledged them.
"""
