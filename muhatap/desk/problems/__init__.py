"""Problems as the desk shows them: faces, the chart of their rate, the report, and forms."""
